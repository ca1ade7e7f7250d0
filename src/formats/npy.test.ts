import fc from "fast-check";
import { expect, test } from "vitest";
import { DataError } from "../errors.js";
import { decodeNpy, encodeNpy } from "./npy.js";

/** A file with any header text, as some other program could have written it. */
function npyFile(header: string, data: Uint8Array, version = 1): Uint8Array {
  const text = Buffer.from(header, "latin1");
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(text.length);
  else length.writeUInt32LE(text.length);
  return Buffer.concat([
    Buffer.from([0x93]),
    Buffer.from("NUMPY"),
    Buffer.from([version, 0]),
    length,
    text,
    data,
  ]);
}

test("writes the bytes that numpy.save writes", () => {
  // numpy 1.26: np.save(f, np.array([[1, 2, 3]], dtype="<i4"))
  const header = "{'descr': '<i4', 'fortran_order': False, 'shape': (1, 3), }";
  const bytes = encodeNpy({ data: Int32Array.of(1, 2, 3), shape: [1, 3] });
  const expected = npyFile(`${header.padEnd(117)}\n`, Buffer.from("010000000200000003000000", "hex"));
  expect(Buffer.from(bytes).equals(expected)).toBe(true);
  expect((bytes.length - 12) % 64).toBe(0);
});

test("arrays of every type and shape come back", () => {
  const shape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
  fc.assert(
    fc.property(
      shape,
      fc.constantFrom("f4", "i4", "i8", "u1"),
      fc.infiniteStream(fc.integer()),
      (dims, type, stream) => {
        const length = dims.reduce((a, b) => a * b, 1);
        const values = [...stream.take(length)];
        const data =
          type === "f4"
            ? Float32Array.from(values)
            : type === "i4"
              ? Int32Array.from(values)
              : type === "i8"
                ? BigInt64Array.from(values, BigInt)
                : Uint8Array.from(values);
        expect(decodeNpy(encodeNpy({ data, shape: dims }))).toEqual({ data, shape: dims });
      },
    ),
    { numRuns: 60 },
  );
});

test("reads version 2, other key orders and bytes at an odd offset", () => {
  const data = new Uint8Array(Float32Array.of(0.5, -2).buffer);
  const file = npyFile(`{"shape": (2,), "fortran_order": False, "descr": "<f4"}\n`, data, 2);
  const shifted = Buffer.concat([Buffer.from([0]), file]).subarray(1);
  expect(decodeNpy(shifted)).toEqual({ data: Float32Array.of(0.5, -2), shape: [2] });
});

test("a very long shape makes a version 2 header", () => {
  const shape = new Array<number>(30_000).fill(1);
  const bytes = encodeNpy({ data: Uint8Array.of(7), shape });
  expect(bytes[6]).toBe(2);
  expect(decodeNpy(bytes).shape).toHaveLength(30_000);
});

test.each([
  ["not npy", Buffer.from("hello world, this is text"), /does not begin with/],
  ["version 9", npyFile("{}", Buffer.alloc(0), 9), /version 9\.0/],
  [
    "a float64",
    npyFile("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", Buffer.alloc(8)),
    /type <f8; convert/,
  ],
  [
    "big endian",
    npyFile("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", Buffer.alloc(4)),
    /type >f4/,
  ],
  [
    "Fortran order",
    npyFile("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }", Buffer.alloc(4)),
    /C order/,
  ],
  ["a missing key", npyFile("{'descr': '<f4', 'shape': (1,), }", Buffer.alloc(4)), /malformed/],
  [
    "a key twice",
    npyFile("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", Buffer.alloc(4)),
    /malformed/,
  ],
  [
    "code in the header",
    npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': exit()}", Buffer.alloc(4)),
    /malformed/,
  ],
  [
    "text after the header",
    npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x", Buffer.alloc(4)),
    /malformed/,
  ],
  [
    "a number for a tuple",
    npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (1), }", Buffer.alloc(4)),
    /malformed/,
  ],
  [
    "too large a shape",
    npyFile(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999), }",
      Buffer.alloc(4),
    ),
    /impossible shape/,
  ],
  [
    "data cut short",
    npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", Buffer.alloc(7)),
    /expected 75 bytes, found 74/,
  ],
  [
    "data left over",
    npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", Buffer.alloc(5)),
    /72 bytes where its header promises 71/,
  ],
])("%s is a DataError in one sentence", (_, bytes, message) => {
  expect(() => decodeNpy(bytes, "x.npy")).toThrow(DataError);
  expect(() => decodeNpy(bytes, "x.npy")).toThrow(message);
});

test("a shape that does not fit its data is refused", () => {
  expect(() => encodeNpy({ data: new Float32Array(5), shape: [2, 3] })).toThrow(/shape \[2, 3\] but 5/);
  expect(() => encodeNpy({ data: new Float32Array(1), shape: [-1, -1] })).toThrow(DataError);
});

test("changed or cut bytes decode or are a DataError, never anything else", () => {
  const whole = encodeNpy({ data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] });
  fc.assert(
    fc.property(
      fc.nat(whole.length),
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 }),
      (cut, edits) => {
        const bytes = whole.slice();
        for (const [at, value] of edits) bytes[at] = value;
        for (const input of [bytes, whole.slice(0, cut)]) {
          try {
            const { data, shape } = decodeNpy(input);
            expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
          } catch (error) {
            expect(error).toBeInstanceOf(DataError);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});
