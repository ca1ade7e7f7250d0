import { openImages, permutation } from "../../data/index.js";
import { DataError } from "../../errors.js";
import { fillDraw } from "../../random/index.js";
import type { StudyContext } from "../study.js";
import type { LinearOptions } from "./linear-options.js";
import { matrixOf } from "./matrix.js";
import { orthonormalColumns } from "./principal-directions.js";
import { pictureWords, type RowWords } from "./row-words.js";

/** Samples as rows of standardised values. */
export interface StudyRows {
  readonly name: string;
  readonly words: RowWords;
  /** What they are like, in a few words. */
  readonly about: string;
  /** Further sentences on how they were read, each after a space. */
  readonly notes?: string;
  /** `[channels, height, width]` of a row. */
  readonly shape: readonly [channels: 1, height: number, width: number];
  /** Values of a row. */
  readonly values: number;
  readonly training: Float32Array;
  readonly test: Float32Array;
  /** A value's byte of 0 to 255 is `value * deviation + mean`. Null of what cannot be drawn. */
  readonly scale: { readonly mean: number; readonly deviation: number } | null;
  /** Of values that have names. */
  readonly names?: readonly ValueName[];
}

/** Such as `workclass = Private`, and the column of the table that it is made of. */
export interface ValueName {
  readonly said: string;
  readonly column: number;
}

/**
 * Grey pictures, standardised by one mean and one deviation of all training pixels, as runs do.
 * @throws DataError where there are too few
 */
export async function openPictureRows(
  { data, size, samples, seed }: LinearOptions,
  { cacheFolder, signal, onDecode, onNote }: StudyContext,
): Promise<StudyRows> {
  const wanted = samples + Math.ceil(samples / 4);
  const source = await openImages(data, {
    ...{
      size,
      channels: 1,
      limit: wanted,
      labels: "none",
      cacheFolder,
      signal,
      onProgress: onDecode,
      onNote,
    },
  });
  try {
    const order = permutation(source.length, [seed]);
    const count = Math.floor(source.length * 0.8);
    if (count < 16) {
      throw new DataError(
        `${data} has ${source.length} pictures; the study of linear autoencoders needs at least 20. Give more data.`,
        { samples: source.length },
      );
    }
    const { images } = await source.read(order);
    const values = size * size;
    const cut = count * values;
    const mean = images.subarray(0, cut).reduce((sum, byte) => sum + byte, 0) / cut;
    const variance = images.subarray(0, cut).reduce((sum, byte) => sum + (byte - mean) ** 2, 0) / cut;
    const deviation = Math.sqrt(variance) || 1;
    const rows = Float32Array.from(images, (byte) => (byte - mean) / deviation);
    const [training, test] = [rows.subarray(0, cut), rows.subarray(cut)];
    const scale = { mean, deviation };
    return {
      ...{ name: source.name, words: pictureWords, about: `grey, ${size}x${size}` },
      ...{ shape: [1, size, size], values, training, test, scale },
    };
  } finally {
    await source.close();
  }
}

/** Values that follow the pattern, and those that follow nothing, in made rows. */
export const madeValues = { pattern: 48, alone: 16, dimensions: 6 } as const;

/**
 * Made rows of 64 values: the first 48 are mixtures of 6 hidden numbers and a little noise, so each can be told from the
 * others; the last 16 are independent of everything. All have variance 1.
 */
export function makeRows(seed: number, count = 2000): StudyRows {
  const { pattern, alone, dimensions } = madeValues;
  const values = pattern + alone;
  const draw = (stream: string, size: number) => normals(`made/${stream}`, size, seed);
  const mixing = draw("mixing", pattern * dimensions);
  const total = count + Math.ceil(count / 4);
  const hidden = draw("hidden", total * dimensions);
  const rows = draw("alone", total * values);
  for (let n = 0; n < total; n++) {
    for (let i = 0; i < pattern; i++) {
      const weights = mixing.subarray(i * dimensions, (i + 1) * dimensions);
      const mixture = weights.reduce((sum, weight, k) => sum + weight * hidden[n * dimensions + k]!, 0);
      rows[n * values + i] =
        (mixture / Math.hypot(...weights)) * Math.sqrt(0.9) + rows[n * values + i]! * Math.sqrt(0.1);
    }
  }
  const [training, test] = [rows.subarray(0, count * values), rows.subarray(count * values)];
  const scale = { mean: 127.5, deviation: 40 };
  return {
    ...{ name: "made values", words: pictureWords, about: "made", shape: [1, 8, 8] },
    ...{ values, training, test, scale },
  };
}

/** The first so many rows as bytes; none of what cannot be drawn. */
export function bytesOf(rows: Float32Array, { scale, values }: StudyRows, count: number): number[] {
  if (scale === null) return [];
  return Array.from(rows.subarray(0, count * values), (value) =>
    Math.min(255, Math.max(0, Math.round(value * scale.deviation + scale.mean))),
  );
}

/** Normal numbers of a stream that depends on the seed alone. */
export function normals(stream: string, size: number, seed: number): Float32Array {
  const out = new Float32Array(size);
  fillDraw("normal", stream, { seed, step: 0 }, out, size);
  return out;
}

/** Orthonormal columns `[rows, columns]` of random directions. */
export function randomDirections(stream: string, rows: number, columns: number, seed: number) {
  return orthonormalColumns(matrixOf(normals(stream, rows * columns, seed), rows, columns));
}
