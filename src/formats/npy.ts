import { DataError } from "../errors.js";

/** Element storage of an array file: float32, int32, int64 and uint8. */
export type NpyData = Float32Array | Int32Array | BigInt64Array | Uint8Array;

/** An n-dimensional array in C order (last axis fastest). `shape` `[]` is a scalar. */
export interface NpyArray {
  readonly data: NpyData;
  readonly shape: readonly number[];
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const alignment = 64;

/**
 * NumPy's .npy format, version 1.0, or 2.0 when the header is longer than 65535 bytes.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @throws DataError when the shape does not hold exactly `data.length` elements.
 */
export function encodeNpy(array: NpyArray): Uint8Array {
  const [header, data] = npyPieces(array);
  const bytes = new Uint8Array(header.length + data.length);
  bytes.set(header);
  bytes.set(data, header.length);
  return bytes;
}

/** The same file in two pieces, the second in the array's own memory. */
export function npyPieces(array: NpyArray): [header: Uint8Array, data: Uint8Array] {
  const { data, shape } = array;
  if (elementCount(shape, "The array to encode") !== data.length) {
    throw new DataError(
      `The array has shape [${shape.join(", ")}] but ${data.length} elements; give as many elements as the shape holds.`,
      { shape, length: data.length },
    );
  }
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const header = `{'descr': '${descriptor(data)}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const version = header.length + alignment > 65535 ? 2 : 1;
  const prefix = version === 1 ? 10 : 12;
  const total = Math.ceil((prefix + header.length + 1) / alignment) * alignment;
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  bytes[6] = version;
  if (version === 1) view.setUint16(8, total - prefix, true);
  else view.setUint32(8, total - prefix, true);
  new TextEncoder().encodeInto(`${header.padEnd(total - prefix - 1)}\n`, bytes.subarray(prefix, total));
  return [bytes, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
}

/**
 * Read a .npy file of version 1 or 2. The result owns its memory.
 *
 * @param source the file's name, for messages
 * @throws DataError when the header is malformed, the type is not one of the four, the order is not C,
 * or the number of bytes differs from what the header promises.
 */
export function decodeNpy(bytes: Uint8Array, source = "The .npy data"): NpyArray {
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte)) {
    throw new DataError(`${source} is not a .npy file: it does not begin with \\x93NUMPY.`, {
      source,
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6]!;
  if ((version !== 1 && version !== 2) || bytes[7] !== 0) {
    throw new DataError(
      `${source} is .npy version ${version}.${bytes[7]}; save it as version 1.0 or 2.0 (numpy.save does).`,
      { source },
    );
  }
  const prefix = version === 1 ? 10 : 12;
  if (bytes.length < prefix) throw cutShort(source, prefix, bytes.length);
  const start = prefix + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < start) throw cutShort(source, start, bytes.length);
  const { descr, fortranOrder, shape } = parseHeader(
    new TextDecoder("latin1").decode(bytes.subarray(prefix, start)),
    source,
  );
  if (fortranOrder && shape.length > 1) {
    throw new DataError(`${source} is in Fortran order; save it in C order (numpy.ascontiguousarray).`, {
      source,
    });
  }
  const make = makers.get(descr);
  if (make === undefined) {
    throw new DataError(
      `${source} holds elements of type ${descr}; convert it to one of ${[...makers.keys()].join(", ")} (float32, int32, int64, uint8).`,
      { source, descr },
    );
  }
  const size = Number(descr.slice(2));
  const end = start + elementCount(shape, source) * size;
  if (bytes.length < end) throw cutShort(source, end, bytes.length);
  if (bytes.length > end) {
    throw new DataError(
      `${source} has ${bytes.length} bytes where its header promises ${end}; write it again.`,
      { source, expected: end, found: bytes.length },
    );
  }
  // Not slice(): that of a Buffer, which file reading gives, shares its memory.
  return { data: make(new Uint8Array(bytes.subarray(start, end)).buffer), shape };
}

const makers: ReadonlyMap<string, (buffer: ArrayBuffer) => NpyData> = new Map<
  string,
  (buffer: ArrayBuffer) => NpyData
>([
  ["<f4", (buffer) => new Float32Array(buffer)],
  ["<i4", (buffer) => new Int32Array(buffer)],
  ["<i8", (buffer) => new BigInt64Array(buffer)],
  ["|u1", (buffer) => new Uint8Array(buffer)],
]);

function descriptor(data: NpyData): string {
  if (data instanceof Float32Array) return "<f4";
  if (data instanceof Int32Array) return "<i4";
  return data instanceof BigInt64Array ? "<i8" : "|u1";
}

function elementCount(shape: readonly number[], source: string): number {
  let count = 1;
  for (const size of shape) {
    count *= size;
    if (!Number.isSafeInteger(size) || size < 0 || !Number.isSafeInteger(count * 8)) {
      throw new DataError(
        `${source} has the impossible shape [${shape.join(", ")}]; sizes are whole numbers from 0 and their product must fit in memory.`,
        { source, shape },
      );
    }
  }
  return count;
}

function cutShort(source: string, expected: number, found: number): DataError {
  return new DataError(`${source} is cut short: expected ${expected} bytes, found ${found}; copy it again.`, {
    source,
    expected,
    found,
  });
}

interface Header {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/** The Python dictionary of exactly three keys, in any order, padded with spaces and a newline. */
function parseHeader(text: string, source: string): Header {
  const entry =
    /\s*(['"])(descr|fortran_order|shape)\1\s*:\s*(?:(['"])([^'"\\]*)\3|(True|False)|\(([\d\s,]*)\))\s*(,|(?=\}))/y;
  const found = new Map<string, RegExpExecArray>();
  let at = text.startsWith("{") ? 1 : -1;
  while (at > 0) {
    entry.lastIndex = at;
    const match = entry.exec(text);
    if (match === null) break;
    if (found.has(match[2]!)) at = -1;
    else at = entry.lastIndex;
    found.set(match[2]!, match);
  }
  const closed = at > 0 && /^\s*\}\s*$/.test(text.slice(at));
  const descr = found.get("descr")?.[4];
  const order = found.get("fortran_order")?.[5];
  const shape = parseTuple(found.get("shape")?.[6]);
  if (!closed || descr === undefined || order === undefined || shape === undefined) {
    throw new DataError(
      `${source} has a malformed .npy header (${JSON.stringify(text.slice(0, 80))}); expected descr, fortran_order and shape once each.`,
      { source },
    );
  }
  return { descr, fortranOrder: order === "True", shape };
}

/** `""` → `[]`, `"3,"` → `[3]`, `"3, 4"` → `[3, 4]`; anything else is undefined. */
function parseTuple(text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined;
  if (text.trim() === "") return [];
  if (!/^\s*\d+\s*(,\s*\d+\s*)*,?\s*$/.test(text) || !text.includes(",")) return undefined;
  return text
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
}
