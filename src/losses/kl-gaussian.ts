import { add, exp, mean, mul, square, sub, sum, type Tensor } from "../tensor/index.js";

/**
 * Kullback-Leibler divergence of a diagonal normal distribution from the standard one (Kingma & Welling, 2014,
 * appendix B; https://arxiv.org/abs/1312.6114): 1/2 Σ_d (μ² + σ² - 1 - log σ²), summed over the latent, the mean over
 * the batch. In nats; 0 for μ = 0 and log σ² = 0.
 * @param mu means `[N, D]`; @param logvar logarithms of variances `[N, D]`.
 * @throws ShapeError when the shapes differ.
 */
export function klGaussian(mu: Tensor, logvar: Tensor): Tensor {
  return mean(klGaussianRows(mu, logvar));
}

/** The same of each row: `[N]`. */
export function klGaussianRows(mu: Tensor, logvar: Tensor): Tensor {
  return mul(sum(sub(sub(add(square(mu), exp(logvar)), logvar), 1), -1), 0.5);
}
