/** What a Parquet file says that cannot be: becomes a sentence with the file's name where it is read. */
export class ParquetFault extends Error {
  override readonly name = "ParquetFault";
}

/** Reads numbers one after the other, and never beyond the end. */
export class ParquetBytes {
  at = 0;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** The next bytes, not copied. */
  take(count: number): Uint8Array {
    if (!(count >= 0 && count <= this.left)) throw new ParquetFault("a part of it ends too early");
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  uint32(): number {
    this.take(4);
    return this.view.getUint32(this.at - 4, true);
  }

  /** Fixed numbers of a column, as what is written of them: class names need no more. */
  fixed(type: string): number | bigint {
    const width = type === "INT32" || type === "FLOAT" ? 4 : 8;
    this.take(width);
    const from = this.at - width;
    if (type === "INT32") return this.view.getInt32(from, true);
    if (type === "INT64") return this.view.getBigInt64(from, true);
    return type === "FLOAT" ? this.view.getFloat32(from, true) : this.view.getFloat64(from, true);
  }

  /** A number in groups of seven bits, the lowest first. Below 2^64, exact to 2^53. */
  varint(): number {
    let value = 0;
    for (let scale = 1, i = 0; i < 10; i++, scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new ParquetFault("a number in it has no end");
  }

  /** The same with a sign in the lowest bit. */
  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
