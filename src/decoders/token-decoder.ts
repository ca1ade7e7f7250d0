import { layerNorm, linear, type Scope, transformerBlock, truncatedNormal } from "../nn/index.js";
import { add, concat, gather, slice, type Tensor } from "../tensor/index.js";

/** Which patches are known, and which are to be made. */
export interface TokenPlaces {
  /** The patches that the tokens stand for: int32 `[N, K]`. */
  readonly known: Tensor;
  /** The patches to make: int32 `[N, M]`. */
  readonly wanted: Tensor;
  /** Positions of all patches, `[T, W]`; W is the decoder's width. */
  readonly positions: Tensor;
}

/**
 * Makes tokens of patches that were hidden from those of patches that were seen: one learned mask token stands at every
 * wanted patch, and transformer blocks let all tokens see each other (the decoder of MAE, He et al., 2022, and the
 * predictor of I-JEPA, Assran et al., 2023). Tokens know their places by their positions only, so their order is free,
 * and only what is wanted is put out.
 *
 *   known: W tokens + position  [N, K, W]     wanted: mask token + position  [N, M, W]     blocks, norm, linear
 *
 * Attention has one head for each 32 numbers of the width, or one where 32 does not divide it.
 * @param tokens `[N, K, D]`
 * @param outputs numbers to make of each wanted patch
 * @returns `[N, M, outputs]`
 */
export function tokenDecoder(
  scope: Scope,
  tokens: Tensor,
  { known, wanted, positions }: TokenPlaces,
  { outputs, depth = 1 }: { readonly outputs: number; readonly depth?: number },
): Tensor {
  const width = positions.shape[1] ?? 0;
  const heads = width % 32 === 0 ? width / 32 : 1;
  const seen = add(linear(scope.child("tokens"), tokens, width), gather(positions, known));
  const asked = add(scope.parameter("mask", [width], truncatedNormal(0.02)), gather(positions, wanted));
  let h = concat([seen, asked], 1);
  for (let i = 1; i <= depth; i++) h = transformerBlock(scope.child(`block${i}`), h, { heads });
  h = layerNorm(scope.child("norm"), slice(h, 1, tokens.shape[1] ?? 0));
  return linear(scope.child("output"), h, outputs);
}
