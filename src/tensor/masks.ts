import { cast, equal, lessEqual, sub } from "./elementwise.js";
import { reshape } from "./movement.js";
import { range, type Tensor } from "./tensor.js";

// Made of two ranges where they are used: as numbers in the model they would grow with the square of their side, to
// hundreds of megabytes for a large batch.

/** Where row and column are one, bool `[n, n]`. */
export function diagonal(n: number): Tensor {
  return equal(reshape(range(n), [n, 1]), reshape(range(n), [1, n]));
}

/** The identity matrix `[n, n]`. */
export function identity(n: number): Tensor {
  return cast(diagonal(n), "float32");
}

/**
 * A triangular mask, bool `[rows, columns]`: true on and below the diagonal (what a position may see in causal
 * attention). @param diagonal moves it to the right.
 */
export function triangle(rows: number, columns = rows, diagonal = 0): Tensor {
  return lessEqual(sub(reshape(range(columns), [1, columns]), reshape(range(rows), [rows, 1])), diagonal);
}
