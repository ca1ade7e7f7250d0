import { ParquetBytes, ParquetFault } from "./parquet-bytes.js";

/**
 * Unpacks Snappy's format: pieces of text as they are, and copies of what came before.
 * @param size of what comes out, which its first bytes say as well
 */
export function unpackSnappy(packed: Uint8Array, size: number): Uint8Array {
  const bytes = new ParquetBytes(packed);
  // Nothing becomes more than 64 bytes for three.
  if (bytes.varint() !== size || size > 32 * packed.length)
    throw new ParquetFault("a page in it has another size");
  const found = new Uint8Array(size);
  let at = 0;
  while (bytes.left > 0) {
    const head = bytes.byte();
    const kind = head & 3;
    let length = (head >> 2) + 1;
    if (kind === 0) {
      if (length > 60) length = littleEndian(bytes, length - 60) + 1;
      if (at + length > size) throw new ParquetFault("a page in it has another size");
      found.set(bytes.take(length), at);
    } else {
      const isShort = kind === 1;
      if (isShort) length = ((head >> 2) & 7) + 4;
      const back = isShort ? ((head >> 5) << 8) + bytes.byte() : littleEndian(bytes, kind === 2 ? 2 : 4);
      if (back === 0 || back > at || at + length > size) throw new ParquetFault("a page in it is damaged");
      // What is copied may be what the copy itself writes.
      for (let i = 0; i < length; i++) found[at + i] = found[at + i - back]!;
    }
    at += length;
  }
  if (at !== size) throw new ParquetFault("a page in it has another size");
  return found;
}

function littleEndian(bytes: ParquetBytes, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) value += bytes.byte() * 2 ** (8 * i);
  return value;
}
