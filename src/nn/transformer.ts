import { add, gelu, type Tensor } from "../tensor/index.js";
import { type AttentionOptions, attention } from "./attention.js";
import { dropout, dropPath } from "./dropout.js";
import { truncatedNormal } from "./initialiser.js";
import type { KeysAndValues } from "./kept-keys.js";
import { linear } from "./linear.js";
import { layerNorm } from "./normalisation.js";
import type { Scope } from "./scope.js";

export interface TransformerBlockOptions extends AttentionOptions {
  /** Width of the hidden layer relative to the model's. */
  readonly mlpRatio?: number;
  /** Layer norms before each branch (GPT-2, ViT) or after each sum (the first transformer, BERT). Default "pre". */
  readonly norm?: "pre" | "post";
  /** Of the hidden layer: `gelu` (the default), `geluTanh`, `relu`, ... */
  readonly activation?: (x: Tensor) => Tensor;
  /** Probability to drop a number of a branch before it is added. Default 0. */
  readonly dropout?: number;
  /** Probability to drop a whole branch for a sample. Default 0. */
  readonly dropPath?: number;
}

/** A transformer block: attention and MLP, each on a residual. x `[N, T, D]`. */
export function transformerBlock(scope: Scope, x: Tensor, options: TransformerBlockOptions): Tensor {
  return transformerStep(scope, x, options).y;
}

/** `transformerBlock` with the keys and values of all places so far, for the `past` of the next call. */
export function transformerStep(
  scope: Scope,
  x: Tensor,
  {
    mlpRatio = 4,
    norm = "pre",
    activation = gelu,
    dropout: rate = 0,
    dropPath: pathRate = 0,
    ...attending
  }: TransformerBlockOptions,
): KeysAndValues & { readonly y: Tensor } {
  const initialise = truncatedNormal(0.02);
  const d = x.shape.at(-1) ?? 0;
  const [before, after] = norm === "pre" ? [layerNorm, unchanged] : [unchanged, layerNorm];
  const added = (name: string, to: Tensor, branch: Tensor) =>
    add(to, dropPath(scope.child(name), dropout(scope.child(name), branch, rate), pathRate));

  const [norm1, norm2] = [scope.child("norm1"), scope.child("norm2")];
  const { y, keys, values } = attention(scope.child("attention"), before(norm1, x), attending);
  const attended = after(norm1, added("attention", x, y));
  const hidden = activation(
    linear(scope.child("mlp1"), before(norm2, attended), d * mlpRatio, { initialise }),
  );
  const out = linear(scope.child("mlp2"), hidden, d, { initialise });
  return { y: after(norm2, added("mlp2", attended, out)), keys, values };
}

const unchanged = (_: Scope, x: Tensor): Tensor => x;
