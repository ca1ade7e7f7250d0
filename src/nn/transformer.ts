import { add, gelu, type Tensor } from "../tensor/index.js";
import { type AttentionOptions, selfAttention } from "./attention.js";
import { truncatedNormal } from "./initialiser.js";
import { linear } from "./linear.js";
import { layerNorm } from "./normalisation.js";
import type { Scope } from "./scope.js";

export interface TransformerBlockOptions extends AttentionOptions {
  /** Width of the hidden layer relative to the model's. */
  readonly mlpRatio?: number;
}

/** A pre-norm transformer block: attention and MLP, each on a residual. x `[N, T, D]`. */
export function transformerBlock(
  scope: Scope,
  x: Tensor,
  { mlpRatio = 4, ...attention }: TransformerBlockOptions,
): Tensor {
  const initialise = truncatedNormal(0.02);
  const d = x.shape.at(-1) ?? 0;
  const attended = add(
    x,
    selfAttention(scope.child("attention"), layerNorm(scope.child("norm1"), x), attention),
  );
  const hidden = gelu(
    linear(scope.child("mlp1"), layerNorm(scope.child("norm2"), attended), d * mlpRatio, { initialise }),
  );
  return add(attended, linear(scope.child("mlp2"), hidden, d, { initialise }));
}
