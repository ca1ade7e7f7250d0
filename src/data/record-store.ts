/** Records of one fixed size, read by index: decoded pictures in memory or in a file. */
export interface RecordStore {
  readonly count: number;
  readonly recordBytes: number;
  readonly storedIn: "memory" | "disk";
  /** One a record (`fingerprintOf`), where they are known. */
  readonly fingerprints: BigUint64Array | null;
  /** Copies the records at `indices`, one after the other, into `into`. */
  read(indices: ArrayLike<number>, into: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Takes records one after the other, then becomes a store. */
export interface RecordWriter {
  append(record: Uint8Array): Promise<void> | void;
  /** @param left what gave no record; kept for the next time */
  finish(left: LeftOut): Promise<RecordStore>;
  /** Gives up and removes whatever was written. */
  abandon(): Promise<void>;
}

/** Inputs that gave no record. */
export type LeftOut = {
  /** Those that never will. */
  readonly skipped: readonly SkippedAt[];
  /** Those that may another time: their permission may be mended, their disk connected. */
  readonly unread: readonly number[];
};

export type SkippedAt = readonly [position: number, reason: string];

/** A store that is full. */
export type FilledStore = {
  readonly store: RecordStore;
  /** Inputs that gave no record, ascending. */
  readonly skipped: readonly SkippedAt[];
  /** What a person should know of what is kept, a sentence each. */
  readonly notes: readonly string[];
};

/** A store in one array, for at most `capacity` records. */
export function memoryWriter(capacity: number, recordBytes: number): RecordWriter {
  const bytes = new Uint8Array(capacity * recordBytes);
  let count = 0;
  return {
    append(record) {
      if (record.length !== recordBytes) {
        throw new RangeError(`A record has ${record.length} bytes, expected ${recordBytes}.`);
      }
      bytes.set(record, count * recordBytes);
      count++;
    },
    finish: async () => memoryStore(bytes.subarray(0, count * recordBytes), recordBytes),
    abandon: async () => {},
  };
}

/** A store over bytes that are there already. */
export function memoryStore(
  bytes: Uint8Array,
  recordBytes: number,
  fingerprints: BigUint64Array | null = null,
): RecordStore {
  return {
    recordBytes,
    fingerprints,
    count: bytes.length / recordBytes,
    storedIn: "memory",
    async read(indices, into) {
      for (let i = 0; i < indices.length; i++) {
        const from = indices[i]! * recordBytes;
        into.set(bytes.subarray(from, from + recordBytes), i * recordBytes);
      }
    },
    close: async () => {},
  };
}
