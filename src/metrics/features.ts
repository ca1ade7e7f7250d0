import { DataError } from "../errors.js";

/** One row a sample: embeddings, pooled feature maps, or raw pixels. */
export interface Features {
  /** float32 `[N, dimensions]`, row after row. */
  readonly vectors: Float32Array;
  readonly dimensions: number;
}

/** Features with the class index of each row, 0 to classes - 1. */
export interface LabelledFeatures {
  readonly features: Features;
  readonly labels: Int32Array;
}

/**
 * Wraps rows of numbers.
 * @param vectors `[N, dimensions]` @throws DataError when the numbers do not make whole rows.
 */
export function featuresOf(vectors: Float32Array, dimensions: number): Features {
  if (!(Number.isInteger(dimensions) && dimensions > 0) || vectors.length % dimensions !== 0) {
    throw new DataError(`Features need whole rows of ${dimensions} numbers; got ${vectors.length} numbers.`, {
      length: vectors.length,
      dimensions,
    });
  }
  return { vectors, dimensions };
}

/** How many rows there are. */
export function rowCount({ vectors, dimensions }: Features): number {
  return vectors.length / dimensions;
}

/** The rows at `indices`, copied, in that order. */
export function featureRows({ vectors, dimensions }: Features, indices: ArrayLike<number>): Features {
  const rows = new Float32Array(indices.length * dimensions);
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i]! * dimensions;
    rows.set(vectors.subarray(from, from + dimensions), i * dimensions);
  }
  return { vectors: rows, dimensions };
}

/** Labelled rows at `indices`, copied, in that order. */
export function labelledRows(
  { features, labels }: LabelledFeatures,
  indices: ArrayLike<number>,
): LabelledFeatures {
  return { features: featureRows(features, indices), labels: Int32Array.from(indices, (i) => labels[i]!) };
}

/** Rows of unit length, copied; a zero row stays zero. */
export function unitRows({ vectors, dimensions }: Features): Features {
  const unit = new Float32Array(vectors.length);
  for (let from = 0; from < vectors.length; from += dimensions) {
    let squares = 0;
    for (let i = from; i < from + dimensions; i++) squares += vectors[i]! * vectors[i]!;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let i = from; i < from + dimensions; i++) unit[i] = vectors[i]! * scale;
  }
  return { vectors: unit, dimensions };
}

/** Classes that labels need: the greatest label and one more, or what the caller says when that is more. */
export function classCount(labels: Int32Array, classes = 0): number {
  let most = classes;
  for (const label of labels) most = Math.max(most, label + 1);
  return most;
}

/** Checks that features are there and finite. @throws DataError naming the first row that is not. */
export function checkFeatures({ vectors, dimensions }: Features, name: string): void {
  if (vectors.length === 0) throw new DataError(`The ${name} set has no samples; expected at least one.`);
  const at = vectors.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    const row = Math.floor(at / dimensions);
    throw new DataError(
      `Row ${row} of the ${name} set holds ${vectors[at]}; features must be finite, so check that the encoder did not diverge.`,
      { row },
    );
  }
}

/**
 * Checks that every number is finite and every row has a label.
 * @throws DataError naming the first that does not fit.
 */
export function checkLabelled({ features, labels }: LabelledFeatures, name: string): void {
  checkFeatures(features, name);
  const rows = rowCount(features);
  if (labels.length !== rows) {
    throw new DataError(
      `The ${name} set needs one label a row; got ${rows} rows and ${labels.length} labels.`,
      { rows, labels: labels.length },
    );
  }
  const row = labels.findIndex((label) => label < 0);
  if (row >= 0) {
    throw new DataError(`Row ${row} of the ${name} set has no label; leave such samples out.`, { row });
  }
}
