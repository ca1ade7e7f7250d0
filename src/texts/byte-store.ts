/** Bytes in memory or in a file, read at any place. */
export interface ByteStore {
  readonly size: number;
  readonly storedIn: "memory" | "disk";
  /** Copies the bytes from a place on into `into`. Throws DataError for bytes that are damaged or gone. */
  read(at: number, into: Uint8Array): Promise<void>;
  /** The same at once: for few bytes. */
  readNow(at: number, into: Uint8Array): void;
  close(): Promise<void>;
}

/** Takes two streams of bytes, tokens and what tells of texts; the second stands behind the first once it is finished. */
export interface ByteSink {
  tokens(bytes: Uint8Array): Promise<void>;
  entries(bytes: Uint8Array): Promise<void>;
}

/** A store over pieces that are there already. */
export function memoryBytes(pieces: readonly Uint8Array[]): ByteStore {
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  const readNow = (from: number, into: Uint8Array) => into.set(all.subarray(from, from + into.length));
  return {
    size,
    storedIn: "memory",
    read: async (from, into) => readNow(from, into),
    readNow,
    close: async () => {},
  };
}
