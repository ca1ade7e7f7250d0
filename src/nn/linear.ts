import { add, matmul, relu, type Tensor } from "../tensor/index.js";
import { fanInUniform, type Initialiser, zeros } from "./initialiser.js";
import { batchNorm } from "./normalisation.js";
import type { Scope } from "./scope.js";

export interface LinearOptions {
  readonly bias?: boolean;
  readonly initialise?: Initialiser;
}

/** `x @ weight + bias`: x `[..., I]` to `[..., width]`. The input width is inferred. */
export function linear(
  scope: Scope,
  x: Tensor,
  width: number,
  { bias = true, initialise = fanInUniform }: LinearOptions = {},
): Tensor {
  return scope.run(() => {
    const y = matmul(x, scope.parameter("weight", [x.shape.at(-1) ?? 0, width], initialise));
    return bias ? add(y, scope.parameter("bias", [width], zeros, "bias")) : y;
  });
}

export interface MlpOptions {
  readonly activation?: (x: Tensor) => Tensor;
  /** Batch normalisation before each activation; the linear layers then have no bias. */
  readonly norm?: boolean;
  /** Batch normalisation, without scale and shift, after the last layer too. */
  readonly normLast?: boolean;
  /** Whether layers that are not normalised have a bias. Default true. */
  readonly bias?: boolean;
}

/** Linear layers with an activation between them: x `[N, I]` to `[N, widths.at(-1)]`. */
export function mlp(
  scope: Scope,
  x: Tensor,
  widths: readonly number[],
  { activation = relu, norm = false, normLast = false, bias = true }: MlpOptions = {},
): Tensor {
  return widths.reduce((h, width, i) => {
    const last = i === widths.length - 1;
    const normalised = last ? normLast : norm;
    const y = linear(scope.child(`layer${i}`), h, width, { bias: bias && !normalised });
    const z = normalised ? batchNorm(scope.child(`norm${i}`), y, { affine: !last }) : y;
    return last ? z : activation(z);
  }, x);
}
