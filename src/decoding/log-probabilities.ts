import { DataError, DivergenceError } from "../errors.js";

/**
 * Natural logarithms of the probabilities of one row of logits `[rows, V]`, in double precision, `[V]`: those of `never` are
 * -Infinity, and the others share what they had.
 * @throws DivergenceError when the model gives numbers that are none
 * @throws DataError when nothing can follow
 */
export function logProbabilities(
  logits: Float32Array,
  row: number,
  vocabulary: number,
  never: readonly number[] = [],
): Float64Array {
  const logs = Float64Array.from(logits.subarray(row * vocabulary, (row + 1) * vocabulary));
  for (const id of never) logs[id] = -Infinity;
  let most = -Infinity;
  for (const value of logs) {
    if (Number.isNaN(value) || value === Infinity)
      throw new DivergenceError(
        `The model's scores of next tokens are to be numbers; got ${value}. It was not trained, or its training diverged: take an earlier checkpoint.`,
      );
    if (value > most) most = value;
  }
  if (most === -Infinity)
    throw new DataError(
      "No token can follow: the model leaves none, or all that it leaves are never to be said (`never`); allow some of them.",
    );
  let sum = 0;
  for (const value of logs) sum += Math.exp(value - most);
  const total = most + Math.log(sum);
  return logs.map((value) => value - total);
}
