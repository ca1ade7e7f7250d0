import { type ParquetBytes, ParquetFault } from "./parquet-bytes.js";

/**
 * Reads whole numbers of a few bits each, in runs of equal ones and of packed ones (Parquet's hybrid of run lengths and bit
 * packing). What runs say beyond `count` numbers is left.
 */
export function readRuns(bytes: ParquetBytes, width: number, count: number): Uint32Array {
  if (width > 32) throw new ParquetFault("numbers in it have more than 32 bits");
  const found = new Uint32Array(count);
  for (let at = 0; at < count; ) {
    const head = bytes.varint();
    const length = Math.floor(head / 2);
    if (length === 0) throw new ParquetFault("a run in it is empty");
    if (head % 2 === 0) {
      let value = 0;
      for (let i = 0; i < Math.ceil(width / 8); i++) value += bytes.byte() * 2 ** (8 * i);
      found.fill(value, at, Math.min(count, at + length));
      at += length;
      continue;
    }
    // Groups of eight; the last one may be cut off at the end of the file.
    const there = Math.min(length * width, bytes.left);
    const values = Math.min(length * 8, count - at);
    if (there * 8 < values * width) throw new ParquetFault("a part of it ends too early");
    unpackBits(bytes.take(there), width, values, found, at);
    at += values;
  }
  return found;
}

/** Copies numbers of `width` bits, the lowest bit first. */
export function unpackBits(
  packed: Uint8Array,
  width: number,
  count: number,
  into: Uint32Array,
  at: number,
): void {
  let bit = 0;
  for (let i = 0; i < count; i++) {
    let value = 0;
    for (let done = 0; done < width; ) {
      const from = bit & 7;
      const bits = Math.min(8 - from, width - done);
      value += ((packed[bit >> 3]! >> from) & ((1 << bits) - 1)) * 2 ** done;
      bit += bits;
      done += bits;
    }
    into[at + i] = value;
  }
}
