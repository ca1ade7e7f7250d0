import { closeSync, openSync, writeSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CheckpointError } from "../errors.js";
import { encodeSafetensors } from "./encode-safetensors.js";
import { readSafetensors } from "./read-safetensors.js";
import type { SafetensorsTensor } from "./safetensors.js";
import { readSealed, writeSealed } from "./sealed-tensors.js";

let folder: string;
let path: string;
const tensors = new Map<string, SafetensorsTensor>([
  ["weight", { dtype: "F32", shape: [2, 3], data: Float32Array.of(1, -2, 3, 0.5, 0, 7) }],
  ["count", { dtype: "I64", shape: [], data: BigInt64Array.of(5n) }],
]);
const metadata = { format: "some-1", step: "10", batchInEpoch: "5" };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sealed-"));
  path = join(folder, "sealed.safetensors");
  await writeSealed(path, tensors, metadata);
});
afterAll(() => rm(folder, { recursive: true }));

test("comes back, and says that it is intact", async () => {
  const read = await readSealed(path);
  expect(read).toEqual({ tensors: new Map([...tensors].sort()), metadata, isIntact: true });
});

test("no bit of the file can change unnoticed", async () => {
  const other = join(folder, "flipped.safetensors");
  await copyFile(path, other);
  const whole = await readFile(path);
  const unnoticed: number[] = [];
  // In place: thousands of files that are written anew would take most of the time.
  const file = openSync(other, "r+");
  const write = (byte: number, at: number) => writeSync(file, Uint8Array.of(byte), 0, 1, at);
  for (let bit = 0; bit < 8 * whole.length; bit++) {
    const at = bit >> 3;
    write(whole[at]! ^ (1 << (bit & 7)), at);
    const noticed = await readSealed(other).then(
      ({ isIntact }) => !isIntact,
      (error: unknown) => error instanceof CheckpointError,
    );
    write(whole[at]!, at);
    if (!noticed) unnoticed.push(bit);
  }
  closeSync(file);
  expect((await readSealed(other)).isIntact).toBe(true);
  expect(unnoticed).toEqual([]);
});

test("a file without a digest, or with another's, is not intact", async () => {
  await writeFile(path, encodeSafetensors(tensors, metadata));
  expect((await readSealed(path)).isIntact).toBe(false);
  await writeFile(path, encodeSafetensors(tensors, { ...metadata, sha256: "0".repeat(64) }));
  expect((await readSealed(path)).isIntact).toBe(false);
});

test("a file is read in ranges, whatever a read can give at once", async () => {
  const bytes = encodeSafetensors(tensors, metadata);
  await writeFile(path, bytes);
  for (const atOnce of [1, 7, 1000])
    expect((await readSafetensors(path, "x", atOnce)).tensors).toEqual(new Map([...tensors].sort()));
  await writeFile(path, bytes.subarray(0, -1));
  await expect(readSafetensors(path, "x")).rejects.toThrow(
    `x is cut short: expected ${bytes.length} bytes, found ${bytes.length - 1}`,
  );
});

test("a header that declares more than there is takes no memory", async () => {
  const size = 2 ** 40;
  const header = JSON.stringify({ w: { dtype: "U8", shape: [size], data_offsets: [0, size] } });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  await writeFile(path, Buffer.concat([length, Buffer.from(header)]));
  await expect(readSafetensors(path, "x")).rejects.toThrow(/cut short: expected 1099511627\d+ bytes/);
});

test("what is no file, or not there, is said with the system's word for programs", async () => {
  const failure = await readSafetensors(folder, "x").catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(CheckpointError);
  expect(failure).toMatchObject({ message: "x cannot be used: it is a folder and not a file." });
  expect((failure as CheckpointError).context.code).toBe("EISDIR");
  await expect(readSafetensors(join(folder, "none"), "x")).rejects.toThrow("it does not exist");
});
