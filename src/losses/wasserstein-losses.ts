import { mean, neg, sub, type Tensor } from "../tensor/index.js";

export interface WassersteinLosses {
  readonly critic: Tensor;
  readonly generator: Tensor;
  /** The critic's estimate of the distance, in units of the samples' own distance |x - y|. */
  readonly distance: Tensor;
}

/**
 * Losses of a Wasserstein GAN (Arjovsky, Chintala, Bottou, 2017; https://arxiv.org/abs/1701.07875) for scores, which are
 * high for real samples:
 *
 *   critic = mean f(generated) - mean f(real)      generator = -mean f(generated)      distance = -critic
 *
 * By Kantorovich and Rubinstein, distance is at most W1(real, generated) while |f(x) - f(y)| ≤ |x - y|, and meets it
 * for the best such f. Nothing here holds f to that: `gradientPenalty` does. A critic without it only gives numbers.
 * @param real scores of real samples `[N]`; @param generated scores of generated ones `[M]`
 */
export function wassersteinLosses(real: Tensor, generated: Tensor): WassersteinLosses {
  const distance = sub(mean(real), mean(generated));
  return { critic: neg(distance), generator: neg(mean(generated)), distance };
}
