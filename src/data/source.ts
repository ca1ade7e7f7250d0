/** Class indices of every sample and what they are called. */
export type Labels = {
  /** One class index a sample, -1 where a sample has no label. */
  readonly values: Int32Array;
  /** Names by class index, sorted (numbers by value, other names by code unit). */
  readonly classNames: readonly string[];
  /** How many samples have no label. */
  readonly missing: number;
  /** Plain facts for a person about how they were read, a sentence each: what matched, what did not, who has none. */
  readonly notes?: readonly string[];
};

/** A file that was left out, and why, in a few plain words. */
export type Skipped = { readonly id: string; readonly reason: string };

/**
 * Samples of any kind, read by index. `Arrays` is what one read gives: typed arrays that hold the
 * asked samples one after the other (for pictures `{ images }`). Views such as a subset, and the
 * loader, work on any source; a new modality only has to make one.
 */
export interface Source<Arrays extends object = object> {
  /** What a person would call it, for messages: a path, or `mnist train`. */
  readonly name: string;
  readonly length: number;
  /** Stable name of a sample: its path inside the folder with `/`, or `train/17` in an IDX file. */
  id(index: number): string;
  /** Whether `labels()` can give any; asking does not read them. */
  readonly hasLabels: boolean;
  /**
   * Reads the labels, on the first call only: pretraining that never asks never touches them.
   * Throws DataError when the label file is missing or does not fit the samples.
   */
  labels(): Promise<Labels | null>;
  /** The same samples in a second source, in the same order: only for what `pairSources` makes, and parts of it. */
  readonly partner?: Source<Arrays>;
  /** Samples at `indices`, in that order, in fresh arrays that the caller owns. */
  read(indices: ArrayLike<number>): Promise<Arrays>;
  /** Whether each sample goes on where the one before it ends: they are parts of one whole, such as windows of a text. */
  readonly inSequence?: boolean;
  /** A sample as a person reads it, where it can be read. */
  readonly text?: (index: number) => Promise<string>;
  /**
   * One a sample (`fingerprints`), where they are cheaper to tell than by reading all samples. A view that changes what
   * `read` gives leaves this out.
   */
  readonly fingerprints?: (() => Promise<BigUint64Array>) | undefined;
  /** Frees files. Closing a view closes what it looks at. Closing twice is fine. */
  close(): Promise<void>;
}

/** What opening data gives: samples, and what there is to say of them. */
export interface DataSource<Arrays extends object = object> extends Source<Arrays> {
  /** The kind of data, as configurations name it. */
  readonly kind: string;
  readonly partner?: DataSource<Arrays>;
  /** Samples left out because they could not be read. */
  readonly skipped: readonly Skipped[];
  /** Ids of the samples that `limit` cut off. */
  readonly beyondLimit?: () => readonly string[];
  /**
   * Plain facts for a person, a sentence each, told once by whoever opens the data: how many samples, what was left
   * out, which obvious reading was taken. What is about labels stands in `Labels.notes`.
   */
  readonly notes: readonly string[];
  /** What a person should know before these samples are used, a sentence each. */
  readonly warnings?: readonly string[];
}

/** `images`: bytes 0 to 255, [count, channels, height, width]. */
export type ImageArrays = { readonly images: Uint8Array };

/** Whole pictures, stretched to one shape, and what they were like before. */
export type WholeArrays = {
  /** Bytes 0 to 255, [count, channels, height, width]. */
  readonly images: Uint8Array;
  /** Width over height of each picture in its file, [count]. */
  readonly aspects: Float32Array;
};

/** The pictures of a source again, whole and larger: what crops are taken from. */
export interface WholeSource {
  /** [channels, height, width] of what `read` gives. */
  readonly shape: readonly [channels: number, height: number, width: number];
  /** Where they are. */
  readonly storedIn: "memory" | "disk";
  /** Pictures at `indices` of the source, in that order, in fresh arrays. */
  read(indices: ArrayLike<number>): Promise<WholeArrays>;
}

/** Pictures, decoded once to one shape. */
export interface ImageSource extends DataSource<ImageArrays> {
  readonly kind: "pictures";
  readonly partner?: ImageSource;
  /** [channels, height, width] of what `read` gives. */
  readonly shape: readonly [channels: number, height: number, width: number];
  /** Shape of whole pictures, kept or not; null where they would show no more, or were not asked for. */
  readonly storeSize?: readonly [height: number, width: number] | null;
  /** The same pictures whole, where they are kept. */
  readonly whole?: WholeSource;
  /** The values that became black and white in pictures of more than 8 bits; null where there were none. */
  readonly valueRange?: readonly [low: number, high: number] | null;
  /** How the size came about, one phrase for a person. */
  readonly sizeNote: string;
  /** Where the decoded pictures are. */
  readonly storedIn: "memory" | "disk";
}

/** Throws RangeError unless every index is a whole number in [0, length): a programming mistake. */
export function checkIndices(indices: ArrayLike<number>, length: number): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (!(Number.isInteger(index) && index >= 0 && index < length)) {
      throw new RangeError(`Sample ${index} does not exist: there are ${length} samples, from 0.`);
    }
  }
}
