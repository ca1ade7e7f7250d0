import { stopGradient, type Tensor } from "../tensor/index.js";
import { type SampledOptions, sampledInfoNce } from "./sampled-info-nce.js";

/**
 * The loss of MoCo v1 and v2 (He et al., 2019, eq. 1; https://arxiv.org/abs/1911.05722): which of 1 + K keys belongs to
 * the query, its own or one of the queue's?
 *
 * l(i) = -log exp(q_i k_i / τ) / (exp(q_i k_i / τ) + Σ_j exp(q_i c_j / τ)), with cosines; the mean over i. In nats.
 *
 * Keys and queue carry no gradient: they come from the momentum encoder. Keys of the queue that are `excluded`, such as
 * those of the query's own class, are not in the sum.
 * @param queries `[N, D]`; @param keys `[N, D]`, row i the positive of query i
 * @param queue `[K, D]`, keys of earlier batches; of any length, the cosine does not see it
 * @returns a scalar; ln(K + 1) when all rows are equal.
 * @throws ShapeError when the shapes do not fit each other.
 */
export function momentumContrast(
  queries: Tensor,
  keys: Tensor,
  queue: Tensor,
  { temperature = 0.2, ...options }: SampledOptions = {},
): Tensor {
  return sampledInfoNce(queries, stopGradient(keys), stopGradient(queue), { temperature, ...options });
}
