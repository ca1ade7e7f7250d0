import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { ParquetBytes, ParquetFault } from "./parquet-bytes.js";
import { pageHeader } from "./parquet-page.js";
import { readRuns } from "./parquet-runs.js";
import { type ParquetValue, readValues, type ValueReading } from "./parquet-values.js";
import { unpackSnappy } from "./unpack-snappy.js";

/** What is known of a column of a row group before it is read. */
export interface ColumnFacts extends ValueReading {
  readonly rows: number;
  /** Whether a row may have none. */
  readonly isOptional: boolean;
  readonly codec: string;
  /** Bytes of all pages, unpacked, at most. */
  readonly most: number;
}

/**
 * Reads a column of a row group; null where a row has none. Whatever the bytes say, no more is made of them than rows that
 * were announced, and nothing is read beyond their end.
 *
 * @throws ParquetFault for what cannot be
 */
export function readColumn(chunk: Uint8Array, facts: ColumnFacts): (ParquetValue | null)[] {
  const bytes = new ParquetBytes(chunk);
  const found: (ParquetValue | null)[] = [];
  let dictionary: readonly ParquetValue[] | null = null;
  let unpacked = 0;
  while (found.length < facts.rows) {
    const header = pageHeader(bytes);
    const page = bytes.take(header.packed);
    unpacked += header.unpacked;
    if (unpacked > facts.most) throw new ParquetFault("its pages are larger than it says");
    if (header.kind === "other") continue;
    if (header.kind === "dictionary") {
      const plain = new ParquetBytes(unpackPage(page, header.unpacked, facts.codec));
      dictionary = readValues(plain, header.values, 0, facts, null);
      continue;
    }
    if (header.values > facts.rows - found.length) throw new ParquetFault("it has more values than rows");
    const levels = header.levels ?? 0;
    const front = new ParquetBytes(page.subarray(0, levels));
    if (levels > page.length || levels > header.unpacked)
      throw new ParquetFault("a part of it ends too early");
    const behind = page.subarray(levels);
    const body = new ParquetBytes(
      header.isPacked ? unpackPage(behind, header.unpacked - levels, facts.codec) : behind,
    );
    const isThere = facts.isOptional
      ? readRuns(
          header.levels === null ? new ParquetBytes(body.take(body.uint32())) : front,
          1,
          header.values,
        )
      : null;
    const count = isThere === null ? header.values : isThere.reduce((sum, level) => sum + level, 0);
    const values = readValues(body, count, header.encoding, facts, dictionary);
    let next = 0;
    for (let i = 0; i < header.values; i++)
      found.push(isThere === null || isThere[i] === 1 ? values[next++]! : null);
  }
  return found;
}

function unpackPage(page: Uint8Array, size: number, codec: string): Uint8Array {
  const maxOutputLength = Math.max(1, size);
  const unpack = (by: (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array) => {
    try {
      return by(page, { maxOutputLength });
    } catch {
      throw new ParquetFault("a page in it is damaged");
    }
  };
  const found =
    codec === "UNCOMPRESSED"
      ? page
      : codec === "SNAPPY"
        ? unpackSnappy(page, size)
        : codec === "GZIP"
          ? unpack(page[0] === 0x1f ? gunzipSync : inflateSync)
          : codec === "BROTLI"
            ? unpack(brotliDecompressSync)
            : null;
  if (found === null)
    throw new ParquetFault(`it is packed by ${codec}, which is not read here: write it with SNAPPY or GZIP`);
  if (found.length !== size) throw new ParquetFault("a page in it has another size");
  return found;
}
