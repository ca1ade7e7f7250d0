import { checkFeatures, type Features, rowCount } from "./features.js";
import { symmetricEigenvalues } from "./symmetric-eigenvalues.js";

/**
 * RankMe (Garrido et al., 2023, https://arxiv.org/abs/2210.02885), the exponential of the entropy of the singular
 * values: exp(-Σ p log p) with p = σ / Σσ + 1e-7, σ those of the matrix as it is (not centred). From 1 (all samples on
 * one line) to min(N, D) (all directions alike); 0 when every number is 0. Published values use N of some thousands;
 * a batch of N rows cannot show more than N.
 * @param features `[N, D]`; time grows with N min(N, D)² @throws DataError when a number is not finite.
 */
export function effectiveRank(features: Features): number {
  const sigma = singularValues(features);
  let total = 0;
  for (const s of sigma) total += s;
  if (total === 0) return 0;
  let entropy = 0;
  for (const s of sigma) {
    const p = s / total + 1e-7;
    entropy -= p * Math.log(p);
  }
  return Math.exp(entropy);
}

/** The min(N, D) singular values of `[N, D]`, ascending, from the smaller Gram matrix in double precision. */
export function singularValues(features: Features): Float64Array {
  checkFeatures(features, "embedding");
  const rows = rowCount(features);
  const { vectors, dimensions } = features;
  const wide = rows < dimensions;
  const n = wide ? rows : dimensions;
  const gram = wide ? rowGram(vectors, rows, dimensions) : columnGram(vectors, rows, dimensions);
  return symmetricEigenvalues(gram, n).map((value) => Math.sqrt(Math.max(value, 0)));
}

/** X Xᵀ, lower triangle. */
function rowGram(x: Float32Array, rows: number, width: number): Float64Array {
  const gram = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let c = 0; c < width; c++) sum += x[i * width + c]! * x[j * width + c]!;
      gram[i * rows + j] = sum;
    }
  }
  return gram;
}

/** Xᵀ X, lower triangle. */
function columnGram(x: Float32Array, rows: number, width: number): Float64Array {
  const gram = new Float64Array(width * width);
  for (let from = 0; from < rows * width; from += width) {
    for (let i = 0; i < width; i++) {
      const value = x[from + i]!;
      if (value === 0) continue;
      for (let j = 0; j <= i; j++) gram[i * width + j]! += value * x[from + j]!;
    }
  }
  return gram;
}
