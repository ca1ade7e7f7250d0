import {
  add,
  matmul,
  mul,
  neg,
  normalise,
  reshape,
  sub,
  sum,
  sumSquares,
  type Tensor,
} from "../tensor/index.js";

/**
 * How alike two vectors are: what a contrastive loss makes large for an anchor and its positive and small for an
 * anchor and its negatives (SPEC row 100). Any pair of functions of these shapes will do.
 */
export interface Similarity {
  /** Row i of a with row i of b: `[N, D]`, `[N, D]` to `[N]`. */
  pairs(a: Tensor, b: Tensor): Tensor;
  /** Every row of a with every row of b: `[N, D]`, `[M, D]` to `[N, M]`. */
  all(a: Tensor, b: Tensor): Tensor;
}

/** The cosine of the angle between two vectors, in -1..1: their lengths say nothing. */
export const cosineSimilarity: Similarity = {
  pairs: (a, b) => sum(mul(normalise(a), normalise(b)), -1),
  all: cosineSimilarities,
};

/** The inner product. */
export const dotSimilarity: Similarity = {
  pairs: (a, b) => sum(mul(a, b), -1),
  all: (a, b) => matmul(a, b, { transposeB: true }),
};

/** Minus the squared Euclidean distance: 0 at best. */
export const squaredDistanceSimilarity: Similarity = {
  pairs: (a, b) => neg(sumSquares(sub(a, b), -1)),
  all: (a, b) => neg(squaredDistances(a, b)),
};

/** The ones that are built in, by the names that options give them. */
export const similarities = {
  cosine: cosineSimilarity,
  dot: dotSimilarity,
  "squared-distance": squaredDistanceSimilarity,
} as const satisfies Readonly<Record<string, Similarity>>;

/** Cosine similarities of every row of a with every row of b: `[N, D]`, `[M, D]` to `[N, M]`. */
export function cosineSimilarities(a: Tensor, b: Tensor): Tensor {
  return matmul(normalise(a), normalise(b), { transposeB: true });
}

/** Squared Euclidean distances of every row of a to every row of b: `[N, D]`, `[M, D]` to `[N, M]`. */
export function squaredDistances(a: Tensor, b: Tensor): Tensor {
  const lengths = add(sumSquares(a, -1, { keepDims: true }), reshape(sumSquares(b, -1), [1, -1]));
  return sub(lengths, mul(matmul(a, b, { transposeB: true }), 2));
}
