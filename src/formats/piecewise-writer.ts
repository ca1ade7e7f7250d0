import { ByteWriter } from "hyparquet-writer";

/**
 * A writer of Parquet that keeps what it is given in pieces: one buffer that grows by doubling soon exceeds what a buffer
 * can hold.
 * @param atOnce bytes after which a piece is laid aside
 */
export function piecewiseWriter(atOnce = 1 << 24): { writer: ByteWriter; pieces: () => Uint8Array[] } {
  const writer = new ByteWriter();
  const done: Uint8Array[] = [];
  const ensure = writer.ensure.bind(writer);
  writer.ensure = (size) => {
    if (writer.index > atOnce) {
      done.push(new Uint8Array(writer.buffer.slice(0, writer.index)));
      writer.index = 0;
    }
    ensure(size);
  };
  return { writer, pieces: () => [...done, writer.getBytes()] };
}
