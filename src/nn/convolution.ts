import {
  add,
  type ConvOptions,
  conv2d,
  convTranspose2d,
  type Pair,
  pair,
  reshape,
  type Tensor,
} from "../tensor/index.js";
import { heNormal, type Initialiser, zeros } from "./initialiser.js";
import type { Scope } from "./scope.js";

export interface ConvLayerOptions extends ConvOptions {
  readonly bias?: boolean;
  readonly initialise?: Initialiser;
}

/** Convolution of x `[N, C, H, W]` with `channels` kernels. No bias by default: a norm mostly follows. */
export function conv(
  scope: Scope,
  x: Tensor,
  channels: number,
  kernel: Pair,
  { bias = false, initialise = heNormal("out"), ...options }: ConvLayerOptions = {},
): Tensor {
  return scope.run(() => {
    const perGroup = (x.shape[1] ?? 0) / (options.groups ?? 1);
    const y = conv2d(
      x,
      scope.parameter("weight", [channels, perGroup, ...pair(kernel)], initialise),
      options,
    );
    return bias ? addBias(scope, y, channels) : y;
  });
}

/** Transposed convolution of x `[N, C, H, W]` to `channels`; weights `[C, channels / groups, kh, kw]`. */
export function convTranspose(
  scope: Scope,
  x: Tensor,
  channels: number,
  kernel: Pair,
  {
    bias = true,
    initialise = heNormal("in"),
    ...options
  }: ConvLayerOptions & { readonly outputPadding?: Pair } = {},
): Tensor {
  return scope.run(() => {
    const perGroup = channels / (options.groups ?? 1);
    const y = convTranspose2d(
      x,
      scope.parameter("weight", [x.shape[1] ?? 0, perGroup, ...pair(kernel)], initialise),
      options,
    );
    return bias ? addBias(scope, y, channels) : y;
  });
}

function addBias(scope: Scope, y: Tensor, channels: number): Tensor {
  return add(y, reshape(scope.parameter("bias", [channels], zeros, "bias"), [1, channels, 1, 1]));
}
