import { type Key, normalPixels } from "../random/index.js";
import { mul, reshape, type Tensor } from "../tensor/index.js";
import type { PerSample } from "./per-sample.js";

/** Gaussian noise `[N, C, h, w]`, white over pixels and colours, of a deviation a sample; samples share nothing. */
export function whiteNoise(
  key: Key,
  shape: readonly [n: number, channels: number, height: number, width: number],
  deviation: PerSample,
): Tensor {
  const size = typeof deviation === "number" ? deviation : reshape(deviation, [shape[0], 1, 1, 1]);
  return mul(normalPixels(key, shape), size);
}
