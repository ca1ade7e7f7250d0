import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { DataError } from "../errors.js";
import { refuseNoFile } from "./read-folder.js";

/**
 * IDX, the format of MNIST (yann.lecun.com/exdb/mnist): two zero bytes, a type code, the number of
 * dimensions, each dimension as a big-endian 32-bit number, then the values.
 */
export type IdxHeader = {
  readonly bytesPerValue: number;
  readonly dims: readonly number[];
  /** Where the values start. */
  readonly start: number;
};

const valueBytes: Readonly<Record<number, number>> = { 8: 1, 9: 1, 11: 2, 12: 4, 13: 4, 14: 8 };

/** Reads the header from the first bytes of a file. Throws DataError when they are not IDX. */
export function parseIdxHeader(bytes: Uint8Array, name: string): IdxHeader {
  const bytesPerValue = valueBytes[bytes[2] ?? 0];
  const rank = bytes[3] ?? 0;
  if (bytes[0] !== 0 || bytes[1] !== 0 || bytesPerValue === undefined || rank === 0) {
    throw new DataError(
      `${name} is not an IDX file: it should start with two zero bytes, a type and the number of dimensions.`,
      { name },
    );
  }
  const start = 4 + 4 * rank;
  if (bytes.length < start) {
    throw new DataError(`${name} ends inside its IDX header; download it again.`, { name });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dims = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  return { bytesPerValue, dims, start };
}

/** As parseIdxHeader, of a file that may be gzipped. */
export async function readIdxHeader(path: string): Promise<IdxHeader> {
  await refuseNoFile(path, "an IDX file");
  let head: Uint8Array = new Uint8Array(0);
  for await (const chunk of idxBytes(path)) {
    head = Buffer.concat([head, chunk]);
    if (head.length >= 4 && head.length >= 4 + 4 * head[3]!) break;
  }
  return parseIdxHeader(head, path);
}

/** Whether a file starts with the gzip mark. */
export async function isGzipped(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

/** A file's bytes in pieces, unpacked when it is gzipped. */
async function* idxBytes(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const gzipped = await isGzipped(path);
  const file = createReadStream(path, { highWaterMark: 2 ** 18 });
  const stream = gzipped ? file.pipe(createGunzip({ chunkSize: 2 ** 18 })) : file;
  if (stream !== file) file.once("error", (error) => stream.destroy(error));
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(`${path} could not be read (${reason}); download it again.`, { path }, cause);
  } finally {
    file.destroy();
    stream.destroy();
  }
}

/**
 * The first `limit` records of an IDX file, as its first dimension counts them, one at a time.
 * Throws DataError when the file holds fewer than its header says.
 */
export async function* idxRecords(
  path: string,
  header: IdxHeader,
  limit: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const count = header.dims[0]!;
  const size = header.dims.slice(1).reduce((a, b) => a * b, header.bytesPerValue);
  const wanted = Math.min(count, limit);
  let given = 0;
  let skip = header.start;
  let rest: Uint8Array = new Uint8Array(0);
  for await (let chunk of idxBytes(path)) {
    if (skip > 0) {
      const cut = Math.min(skip, chunk.length);
      skip -= cut;
      chunk = chunk.subarray(cut);
    }
    if (rest.length > 0) chunk = Buffer.concat([rest, chunk]);
    let from = 0;
    for (; given < wanted && chunk.length - from >= size; from += size, given++) {
      yield chunk.subarray(from, from + size);
    }
    if (given === wanted) return;
    rest = chunk.subarray(from);
  }
  if (given < wanted) {
    throw new DataError(
      `${path} says it holds ${count} records of ${size} bytes, but ends after ${given}; download it again.`,
      { path, count, given },
    );
  }
}

/** Deflate packs at most so many bytes into one (zlib.net/zlib_tech.html). */
const mostPacked = 1032;

/**
 * Refuses a file whose header announces more than it can hold, before any memory is spent on it. A gzipped one may hold
 * as much as can be packed into its size.
 */
export async function checkIdxSize(path: string, header: IdxHeader): Promise<void> {
  const expected = header.dims.reduce((a, b) => a * b, header.bytesPerValue) + header.start;
  const { size } = await stat(path);
  if (size * ((await isGzipped(path)) ? mostPacked : 1) < expected) {
    throw new DataError(
      `${path} has ${size} bytes, but its header announces ${expected}; download it again.`,
      { path, size, expected },
    );
  }
}

/**
 * Class numbers of an IDX labels file: one dimension of bytes or 32-bit whole numbers.
 *
 * @param count how many there should be; a header that says otherwise is refused before anything is read
 * @param of what they belong to, for a message
 */
export async function readIdxLabels(path: string, count: number, of: string): Promise<Int32Array> {
  const header = await readIdxHeader(path);
  const { dims, bytesPerValue } = header;
  if (dims.length !== 1 || (bytesPerValue !== 1 && bytesPerValue !== 4)) {
    throw new DataError(
      `${path} should hold one list of class numbers, but has ${dims.length} dimensions of ${bytesPerValue}-byte values.`,
      { path, dims },
    );
  }
  if (dims[0] !== count) {
    throw new DataError(`${path} holds ${dims[0]} labels, but ${of} holds ${count} pictures.`, {
      labels: dims[0],
      pictures: count,
    });
  }
  await checkIdxSize(path, header);
  const values = new Int32Array(count);
  let at = 0;
  for await (const record of idxRecords(path, header, count)) {
    const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
    values[at++] = bytesPerValue === 1 ? view.getUint8(0) : view.getInt32(0);
  }
  return values;
}
