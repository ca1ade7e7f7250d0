import fc from "fast-check";
import { expect, test } from "vitest";
import { CheckpointError } from "../errors.js";
import { decodeSafetensors } from "./decode-safetensors.js";
import { encodeSafetensors } from "./encode-safetensors.js";
import type { SafetensorsTensor } from "./safetensors.js";

/** A file with any header text, as some other program could have written it. */
function file(header: string, data = 0, claimed = BigInt(Buffer.byteLength(header))): Uint8Array {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(claimed);
  return Buffer.concat([length, Buffer.from(header), Buffer.alloc(data)]);
}

function entry(dtype: string, shape: number[], begin: number, end: number): string {
  return JSON.stringify({ dtype, shape, data_offsets: [begin, end] });
}

const name = fc.oneof(fc.string(), fc.constantFrom("__proto__", "10", "2", 'a"b', "ü.weight", "constructor"));
const tensor: fc.Arbitrary<SafetensorsTensor> = fc.oneof(
  fc
    .array(fc.float({ noNaN: true }), { maxLength: 5 })
    .map((v) => ({ dtype: "F32" as const, shape: [v.length], data: Float32Array.from(v) })),
  fc
    .array(fc.integer(), { maxLength: 5 })
    .map((v) => ({ dtype: "I32" as const, shape: [1, v.length], data: Int32Array.from(v) })),
  fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    .map((v) => ({ dtype: "I64" as const, shape: [], data: BigInt64Array.of(v) })),
  fc.uint8Array({ maxLength: 5 }).map((data) => ({ dtype: "U8" as const, shape: [data.length, 1], data })),
  fc
    .array(fc.boolean(), { maxLength: 5 })
    .map((v) => ({ dtype: "BOOL" as const, shape: [v.length], data: Uint8Array.from(v, Number) })),
);

test("tensors and metadata of every kind come back", () => {
  const metadata = fc.dictionary(name, fc.string(), { maxKeys: 3 });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key, maxLength: 6 }),
      metadata,
      (tensors, meta) => {
        const decoded = decodeSafetensors(encodeSafetensors(tensors, meta));
        expect(decoded.tensors).toEqual(new Map(tensors));
        expect(Object.entries(decoded.metadata).sort()).toEqual(Object.entries(meta).sort());
      },
    ),
    { numRuns: 100 },
  );
});

test("the same contents give the same bytes, aligned, in the published layout", () => {
  const a = ["b.flag", { dtype: "U8", shape: [3], data: Uint8Array.of(1, 2, 3) }] as const;
  const b = ["a.weight", { dtype: "F32", shape: [1, 2], data: Float32Array.of(1, 2) }] as const;
  const bytes = encodeSafetensors([a, b], { format: "pt" });
  expect(Buffer.from(bytes).equals(encodeSafetensors([b, a], { format: "pt" }))).toBe(true);
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  expect(length % 8).toBe(0);
  expect(new TextDecoder().decode(bytes.subarray(8, 8 + length)).trimEnd()).toBe(
    '{"__metadata__":{"format":"pt"},"a.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"b.flag":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}',
  );
  expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 128, 63, 0, 0, 0, 64, 1, 2, 3]);
});

test("decoded tensors own their memory, also out of a Buffer", () => {
  const bytes = Buffer.from(
    encodeSafetensors([["w", { dtype: "F32", shape: [1], data: Float32Array.of(3) }]]),
  );
  const { tensors } = decodeSafetensors(bytes);
  bytes.fill(0);
  expect(tensors.get("w")?.data).toEqual(Float32Array.of(3));
});

test("a file cut short says the expected and the found byte count", () => {
  const whole = encodeSafetensors([["w", { dtype: "F32", shape: [4], data: new Float32Array(4) }]]);
  for (const length of [whole.length - 1, 20]) {
    const cut = () => decodeSafetensors(whole.subarray(0, length), "last.safetensors");
    expect(cut).toThrow(CheckpointError);
    expect(cut).toThrow(new RegExp(`last.safetensors is cut short: expected \\d+ bytes, found ${length}`));
  }
  expect(() => decodeSafetensors(whole.subarray(0, -1))).toThrow(`expected ${whole.length} bytes`);
  expect(() => decodeSafetensors(whole.subarray(0, 3))).toThrow("expected 8 bytes, found 3");
});

test.each([
  ["a huge header", file("{}", 0, 2n ** 63n), /claims 9223372036854775808 bytes/],
  ["no JSON", file("{nope"), /not JSON/],
  [
    "bytes that are not UTF-8",
    file("").length === 8 ? Buffer.concat([file("", 0, 1n), Buffer.from([0xff])]) : file(""),
    /not JSON/,
  ],
  ["a list", file("[]"), /not a JSON object/],
  ["space before the header", file(" {}"), /not a JSON object/],
  [
    "a name twice",
    file(`{"w":${entry("U8", [1], 0, 1)},"w":${entry("U8", [1], 1, 2)}}`, 2),
    /name "w" twice/,
  ],
  [
    "an escaped name twice",
    file(`{"w":${entry("U8", [1], 0, 1)},"\\u0077":${entry("U8", [1], 1, 2)}}`, 2),
    /name "w" twice/,
  ],
  [
    "offsets twice",
    file('{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"data_offsets":[0,1]}}', 1),
    /"data_offsets" twice/,
  ],
  ["an unknown type", file(`{"w":${entry("F16", [1], 0, 2)}}`, 2), /"F16" where F32, I32/],
  ["an inherited type", file(`{"w":${entry("toString", [1], 0, 2)}}`, 2), /"toString" where/],
  ["no shape", file('{"w":{"dtype":"U8","data_offsets":[0,1]}}', 1), /no valid shape/],
  ["a negative size", file(`{"w":${entry("U8", [-1], 0, 1)}}`, 1), /no valid shape/],
  ["a product that overflows", file(`{"w":${entry("U8", [2 ** 31, 2 ** 31, 0], 0, 0)}}`), /impossible shape/],
  ["a fractional offset", file(`{"w":${entry("U8", [1], 0, 0.5)}}`, 1), /no valid data_offsets/],
  [
    "three offsets",
    file('{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}', 1),
    /no valid data_offsets/,
  ],
  [
    "offsets that disagree",
    file(`{"w":${entry("F32", [2], 0, 4)}}`, 4),
    /has 4 bytes where its shape \[2\] of F32 needs 8/,
  ],
  ["offsets backwards", file(`{"w":${entry("U8", [0], 1, 0)}}`, 1), /has -1 bytes/],
  ["a gap", file(`{"a":${entry("U8", [1], 0, 1)},"b":${entry("U8", [1], 2, 3)}}`, 3), /leaves a gap/],
  ["an overlap", file(`{"a":${entry("U8", [2], 0, 2)},"b":${entry("U8", [2], 1, 3)}}`, 3), /overlaps/],
  ["bytes left over", file(`{"w":${entry("U8", [1], 0, 1)}}`, 2), /header promises/],
  ["metadata of numbers", file('{"__metadata__":{"step":1}}'), /metadata is not/],
  [
    "a BOOL of 2",
    Buffer.concat([file(`{"w":${entry("BOOL", [1], 0, 1)}}`), Buffer.from([2])]),
    /other than 0 and 1/,
  ],
  [
    "a type inside thousands of lists",
    file(`{"w":{"dtype":${"[".repeat(20_000)}${"]".repeat(20_000)},"shape":[1],"data_offsets":[0,1]}}`, 1),
    /nested 20002 deep where 3 are enough/,
  ],
  [
    "a number as type",
    file('{"w":{"dtype":5,"shape":[1],"data_offsets":[0,1]}}', 1),
    /has no type where F32/,
  ],
  [
    "a name of ten million characters",
    file(`{"${"w".repeat(1e7)}":${entry("F16", [1], 0, 2)}}`, 2),
    /w…" has the type "F16"/,
  ],
  ["a type of ten million characters", file(`{"w":${entry("F".repeat(1e7), [1], 0, 2)}}`, 2), /F…" where/],
  [
    "a shape of a million sizes",
    file(`{"w":${entry("U8", Array(1e6).fill(1), 0, 2)}}`, 2),
    /1, 1, … 1000000 sizes\] of U8 needs 1;/,
  ],
  [
    "metadata of ten million characters",
    file(`{"__metadata__":{"a":"${"b".repeat(1e7)}"}}`, 1),
    /header promises/,
  ],
])("%s is a CheckpointError in one sentence", (_, bytes, message) => {
  const failure = (() => {
    try {
      return decodeSafetensors(bytes, "x");
    } catch (error) {
      return error as Error;
    }
  })();
  expect((failure as Error).message.length).toBeLessThan(400);
  expect(() => decodeSafetensors(bytes, "x")).toThrow(CheckpointError);
  expect(() => decodeSafetensors(bytes, "x")).toThrow(message);
});

test("wrong shapes and the reserved name are refused when writing", () => {
  expect(() => encodeSafetensors([["w", { dtype: "F32", shape: [2], data: new Float32Array(3) }]])).toThrow(
    /shape \[2\] but 3/,
  );
  expect(() =>
    encodeSafetensors([["__metadata__", { dtype: "U8", shape: [0], data: new Uint8Array() }]]),
  ).toThrow(/cannot be named/);
});

test("changed or cut bytes decode or are a CheckpointError, never anything else", () => {
  const whole = encodeSafetensors(
    [
      ["a", { dtype: "F32", shape: [2], data: Float32Array.of(1, 2) }],
      ["b", { dtype: "BOOL", shape: [1, 2], data: Uint8Array.of(0, 1) }],
    ],
    { step: "10" },
  );
  const edit = fc.tuple(
    fc.nat(whole.length - 1),
    fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('0129[]{}",:'))),
  );
  fc.assert(
    fc.property(fc.nat(whole.length), fc.array(edit, { maxLength: 4 }), (cut, edits) => {
      const bytes = whole.slice();
      for (const [at, value] of edits) bytes[at] = value;
      for (const input of [bytes, whole.slice(0, cut)]) {
        try {
          for (const { data, shape } of decodeSafetensors(input).tensors.values()) {
            expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
          }
        } catch (error) {
          expect(error).toBeInstanceOf(CheckpointError);
        }
      }
    }),
    { numRuns: 500 },
  );
});
