import { add, mean, mul, neg, softplus, sub, type Tensor } from "../tensor/index.js";

export interface GanOptions {
  /** What the critic's target of 1 for real samples is lowered by (Salimans et al., 2016, section 3.4). Default 0. */
  readonly labelSmoothing?: number;
  /** What the generator minimises: -log D (default), or log(1 - D), the other side of the critic's own game. */
  readonly generator?: "non-saturating" | "saturating";
}

export interface GanLosses {
  readonly critic: Tensor;
  readonly generator: Tensor;
  /** A lower bound of the Jensen-Shannon divergence of real and generated samples, in nats: at most log 2. */
  readonly jensenShannon: Tensor;
}

/**
 * Losses of a generative adversarial net (Goodfellow et al., 2014; https://arxiv.org/abs/1406.2661). With
 * D = σ(logit), the share of real among samples that look like this, in nats and with s the label smoothing:
 *
 *   critic     mean -(1 - s) log D(real) - s log(1 - D(real))  +  mean -log(1 - D(generated))
 *   generator  mean -log D(generated)      (saturating: mean log(1 - D(generated)))
 *   JS       ≥ log 2 - (mean -log D(real) + mean -log(1 - D(generated))) / 2      (smoothing left out)
 *
 * The bound is met by the best critic there is; for a poor one it may be below 0. On the samples that the critic learns
 * from, it overstates. Smoothing is one-sided: with targets above 0 for generated samples the best critic would have
 * p(generated) in its numerator, and nothing would drive samples away from where no data are.
 * @param real logits of real samples `[N]`; @param generated logits of generated ones `[M]`
 * @throws ShapeError as the operations do.
 */
export function ganLosses(
  real: Tensor,
  generated: Tensor,
  { labelSmoothing = 0, generator = "non-saturating" }: GanOptions = {},
): GanLosses {
  const ofReal = mean(softplus(neg(real)));
  const ofGenerated = mean(softplus(generated));
  const sure = add(ofReal, ofGenerated);
  return {
    // -s log(1 - D) - (1 - s) log D = -log D + s logit
    critic: labelSmoothing === 0 ? sure : add(sure, mul(mean(real), labelSmoothing)),
    generator: generator === "saturating" ? neg(ofGenerated) : mean(softplus(neg(generated))),
    jensenShannon: sub(Math.LN2, mul(sure, 0.5)),
  };
}
