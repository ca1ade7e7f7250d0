import { layerNorm, linear, type Scope, transformerBlock, truncatedNormal } from "../nn/index.js";
import { add, reshape, type Tensor, transpose } from "../tensor/index.js";
import type { PictureShape } from "./picture-shape.js";

/**
 * One token a patch, all made of the code by one linear layer, with positions of their own; transformer blocks; a linear
 * layer from each token to its patch's pixels. `[N, L]` to `[N, C, H, W]`.
 * @param patch side of a patch in pixels, which both sides of the picture are multiples of
 */
export function transformerDecoder(
  scope: Scope,
  code: Tensor,
  [channels, height, width]: PictureShape,
  { patch, size, depth = 2, heads = 1 }: { patch: number; size: number; depth?: number; heads?: number },
): Tensor {
  const n = code.shape[0] ?? 0;
  const [rows, columns] = [height / patch, width / patch];
  const initialise = truncatedNormal(0.02);
  const shared = reshape(linear(scope.child("code"), code, size), [n, 1, size]);
  let h = add(shared, scope.parameter("position", [rows * columns, size], initialise));
  for (let i = 1; i <= depth; i++) h = transformerBlock(scope.child(`block${i}`), h, { heads });
  h = layerNorm(scope.child("norm"), h);
  return unpatchify(
    linear(scope.child("pixels"), h, channels * patch * patch),
    [channels, height, width],
    patch,
  );
}

/** Patches `[N, T, C p p]`, row by row, each in the order of a convolution kernel, to pictures `[N, C, H, W]`. */
export function unpatchify(patches: Tensor, [channels, height, width]: PictureShape, patch: number): Tensor {
  const n = patches.shape[0] ?? 0;
  const cut = reshape(patches, [n, height / patch, width / patch, channels, patch, patch]);
  return reshape(transpose(cut, [0, 3, 1, 4, 2, 5]), [n, channels, height, width]);
}
