import { apply, type Window } from "../graph/index.js";
import { type Pair, pair, sides } from "./linear.js";
import { mean } from "./reduce.js";
import type { Tensor } from "./tensor.js";

export interface PoolOptions {
  /** Defaults to the kernel: windows that do not overlap. */
  readonly stride?: Pair;
  readonly padding?: Pair | readonly [number, number, number, number];
}

function window(kernel: Pair, { stride = kernel, padding = 0 }: PoolOptions): Window {
  return { kernel: pair(kernel), stride: pair(stride), padding: sides(padding) };
}

/** Greatest value of each window of x `[N, C, H, W]`. */
export function maxPool2d(x: Tensor, kernel: Pair, options: PoolOptions = {}): Tensor {
  return apply("maxPool", [x], window(kernel, options));
}

/** Mean of each window of x `[N, C, H, W]`; zero padding counts. */
export function averagePool2d(x: Tensor, kernel: Pair, options: PoolOptions = {}): Tensor {
  return apply("averagePool", [x], window(kernel, options));
}

/** Mean over space: `[N, C, H, W]` to `[N, C]`. */
export function globalAveragePool(x: Tensor): Tensor {
  return mean(x, [2, 3]);
}
