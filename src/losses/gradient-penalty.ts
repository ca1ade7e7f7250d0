import { gradient } from "../grad/index.js";
import { add, mean, mul, norm, reshape, square, sub, sum, type Tensor } from "../tensor/index.js";

/**
 * Gradient penalty (Gulrajani et al., 2017, eq. 3; https://arxiv.org/abs/1704.00028): the mean over samples of
 * (|∇ f(x)| - 1)², which a critic of slope 1 makes 0. Its own gradient takes gradients of gradients.
 *
 * Each sample has a penalty of its own only where f takes each sample by itself: no batch normalisation in f.
 * @param critic f: `[N, ...]` to scores `[N]`
 * @param x where the slope is looked at, `[N, ...]`, such as `betweenSamples`
 * @returns a scalar
 */
export function gradientPenalty(critic: (x: Tensor) => Tensor, x: Tensor): Tensor {
  const [slopes] = gradient(sum(critic(x)), [x]) as [Tensor];
  // The epsilon keeps the root's own slope finite where the critic is flat.
  const lengths = norm(reshape(slopes, [x.shape[0] ?? 0, -1]), 1, { epsilon: 1e-12 });
  return mean(square(sub(lengths, 1)));
}

/**
 * Points on the straight lines between pairs of samples: share * a + (1 - share) * b.
 * @param a `[N, ...]`; @param b `[N, ...]`; @param share `[N]` in 0..1, uniform for the gradient penalty
 * @returns `[N, ...]`
 */
export function betweenSamples(a: Tensor, b: Tensor, share: Tensor): Tensor {
  const s = reshape(share, [a.shape[0] ?? 0, ...a.shape.slice(1).map(() => 1)]);
  return add(mul(a, s), mul(b, sub(1, s)));
}
