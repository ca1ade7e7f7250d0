import { ParquetBytes, ParquetFault } from "./parquet-bytes.js";
import { readRuns, unpackBits } from "./parquet-runs.js";

/** A value of a column that is not nested. */
export type ParquetValue = string | number | bigint | boolean;

/** How values of a column are to be read. */
export interface ValueReading {
  readonly type: string;
  readonly decode: (bytes: Uint8Array) => string;
}

const fixedTypes: ReadonlySet<string> = new Set(["INT32", "INT64", "FLOAT", "DOUBLE"]);

/**
 * Reads `count` values of one page. Encodings by their numbers: plain (0), places in a dictionary (2 and 8), runs of truth
 * values (3), differences (5), differences of lengths (6), what is shared with the text before (7).
 */
export function readValues(
  bytes: ParquetBytes,
  count: number,
  encoding: number,
  { type, decode }: ValueReading,
  dictionary: readonly ParquetValue[] | null,
): ParquetValue[] {
  const isText = type === "BYTE_ARRAY";
  if (encoding === 2 || encoding === 8) return fromDictionary(bytes, count, dictionary);
  if (encoding === 0 && isText) return times(bytes, count, 4, () => decode(bytes.take(bytes.uint32())));
  if (encoding === 0 && fixedTypes.has(type)) return times(bytes, count, 4, () => bytes.fixed(type));
  if (type === "BOOLEAN" && (encoding === 0 || encoding === 3)) return truths(bytes, count, encoding);
  if (encoding === 5 && type.startsWith("INT")) return Array.from(readDeltas(bytes, count, type === "INT32"));
  if (encoding === 6 && isText) {
    const lengths = readDeltas(bytes, count, true);
    return Array.from(lengths, (length) => decode(bytes.take(length)));
  }
  if (encoding === 7 && isText) return sharing(bytes, count, decode);
  throw new ParquetFault("it is written in a way that is not read here");
}

/** @param least bytes of each: what cannot be there is not begun */
function times(bytes: ParquetBytes, count: number, least: number, read: () => ParquetValue): ParquetValue[] {
  if (count * least > bytes.left) throw new ParquetFault("a part of it ends too early");
  return Array.from({ length: count }, read);
}

function fromDictionary(
  bytes: ParquetBytes,
  count: number,
  dictionary: readonly ParquetValue[] | null,
): ParquetValue[] {
  if (count === 0) return [];
  return Array.from(readRuns(bytes, bytes.byte(), count), (place) => {
    const value = dictionary?.[place];
    if (value === undefined) throw new ParquetFault("a value in it is not in its dictionary");
    return value;
  });
}

function truths(bytes: ParquetBytes, count: number, encoding: number): boolean[] {
  const found = new Uint32Array(count);
  if (encoding === 0) unpackBits(bytes.take(Math.ceil(count / 8)), 1, count, found, 0);
  else found.set(readRuns(new ParquetBytes(bytes.take(bytes.uint32())), 1, count));
  return Array.from(found, (value) => value === 1);
}

/** Texts of which each begins with so many bytes of the one before. */
function sharing(bytes: ParquetBytes, count: number, decode: ValueReading["decode"]): string[] {
  const shared = readDeltas(bytes, count, true);
  const lengths = readDeltas(bytes, count, true);
  let before = new Uint8Array(0);
  return Array.from(lengths, (length, i) => {
    const front = shared[i]!;
    if (!(front >= 0 && front <= before.length)) throw new ParquetFault("a text in it begins with too much");
    const behind = bytes.take(length);
    const text = new Uint8Array(front + length);
    text.set(before.subarray(0, front));
    text.set(behind, front);
    before = text;
    return decode(text);
  });
}

/** Numbers of a block of differences, at most: more is no file of this kind. */
const longestBlock = 1 << 20;

/** Whole numbers as differences from one to the next, packed in blocks. @param wraps at 32 bits */
export function readDeltas(bytes: ParquetBytes, count: number, wraps: boolean): Float64Array {
  const [block, parts, total] = [bytes.varint(), bytes.varint(), bytes.varint()];
  const each = block / parts;
  if (!(Number.isInteger(each) && each > 0 && block <= longestBlock && total === count))
    throw new ParquetFault("differences in it do not fit its values");
  const found = new Float64Array(count);
  let value = bytes.signed();
  const packed = new Uint32Array(each);
  const put = (at: number) => {
    if (!Number.isSafeInteger(value)) throw new ParquetFault("a number in it is too large to be read here");
    found[at] = value;
  };
  if (count > 0) put(0);
  for (let at = 1; at < count; ) {
    const least = bytes.signed();
    const widths = bytes.take(parts);
    for (let part = 0; part < parts && at < count; part++) {
      const width = widths[part]!;
      if (width > 32) throw new ParquetFault("numbers in it have more than 32 bits");
      unpackBits(bytes.take(Math.ceil((each * width) / 8)), width, each, packed, 0);
      for (let i = 0; i < each && at < count; i++) {
        value += least + packed[i]!;
        if (wraps) value |= 0;
        put(at++);
      }
    }
  }
  return found;
}
