import {
  div,
  exp,
  max,
  maximum,
  mul,
  softmax,
  stopGradient,
  sub,
  sum,
  type Tensor,
} from "../tensor/index.js";

export interface SinkhornOptions {
  /** Strength of the entropy term: the larger, the softer the codes. */
  readonly epsilon?: number;
  readonly iterations?: number;
}

/**
 * Codes by the Sinkhorn-Knopp algorithm (SwAV: Caron et al., 2020, eq. 3 and appendix A; Cuturi, 2013;
 * https://arxiv.org/abs/2006.09882): starting from exp(scores / ε), prototypes and samples are scaled in turn, so that
 * each prototype gets an equal share of the batch, B / K, and each sample's code sums to 1. The last scaling is the
 * samples': their sums are exact, those of the prototypes nearly so.
 *
 * With 0 iterations nothing is balanced: softmax(scores / ε). One view by itself, as the authors and lightly do; no gradient flows through.
 * @param scores `[B, K]`, cosines of samples and prototypes.
 * @returns codes `[B, K]`
 */
export function sinkhorn(scores: Tensor, { epsilon = 0.05, iterations = 3 }: SinkhornOptions = {}): Tensor {
  const [samples = 0, prototypes = 0] = scores.shape;
  if (iterations === 0) return stopGradient(softmax(mul(scores, 1 / epsilon)));
  // A factor common to all entries cancels, so that nothing overflows; and no column may vanish altogether.
  let codes = exp(maximum(mul(sub(scores, max(scores)), 1 / epsilon), -80));
  for (let i = 0; i < iterations; i++) {
    codes = mul(div(codes, sum(codes, 0, { keepDims: true })), samples / prototypes);
    codes = div(codes, sum(codes, 1, { keepDims: true }));
  }
  return stopGradient(codes);
}
