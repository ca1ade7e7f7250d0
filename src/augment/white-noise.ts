import { type Key, normal } from "../random/index.js";
import { matmul, mul, normalise, reshape, type Tensor } from "../tensor/index.js";
import type { PerSample } from "./per-sample.js";

const planes = 8;

/**
 * Gaussian noise `[N, C, h, w]`, white over pixels and colours, of a deviation a sample.
 *
 * A draw for each number of the batch would cost more on the host than the whole view. So a few pictures of noise
 * are drawn a step, and each sample gets its own random mixture of them with weights of length one: still standard
 * normal and independent across pixels, only faintly alike across samples.
 */
export function whiteNoise(
  key: Key,
  [n, channels, height, width]: readonly [n: number, channels: number, height: number, width: number],
  deviation: PerSample,
): Tensor {
  const weights = normalise(normal(key.child("weights"), [n, planes]));
  const sized = mul(weights, typeof deviation === "number" ? deviation : reshape(deviation, [n, 1]));
  const mixed = matmul(sized, normal(key.child("planes"), [planes, channels * height * width]));
  return reshape(mixed, [n, channels, height, width]);
}
