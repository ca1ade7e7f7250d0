import { batchNorm, conv, linear, type Scope } from "../nn/index.js";
import { relu, reshape, slice, type Tensor, upsample2d } from "../tensor/index.js";
import type { PictureShape } from "./picture-shape.js";

/**
 * A small map that grows: one linear layer to the smallest map (of three widths: a quarter of the sides), then
 * nearest-neighbour upsampling by two and a 3x3 convolution, once for every further width (resize-convolution has no
 * checkerboards; Odena et al., 2016, https://distill.pub/2016/deconv-checkerboard). `[N, L]` to `[N, C, H, W]`; sides
 * that the last map overshoots are cut.
 * @param widths channels of the maps, the smallest map's first
 */
export function convolutionalDecoder(
  scope: Scope,
  code: Tensor,
  [channels, height, width]: PictureShape,
  widths: readonly number[] = [64, 32, 16],
): Tensor {
  const factor = 2 ** (widths.length - 1);
  const [rows, columns] = [Math.ceil(height / factor), Math.ceil(width / factor)];
  const [first = 1, ...rest] = widths;
  const seed = linear(scope.child("seed"), code, first * rows * columns, { bias: false });
  let h = normalised(scope.child("seed"), reshape(seed, [code.shape[0] ?? 0, first, rows, columns]));
  rest.forEach((size, i) => {
    const stage = scope.child(`stage${i + 1}`);
    h = normalised(stage, conv(stage.child("conv"), upsample2d(h, 2), size, 3, { padding: 1 }));
  });
  const pixels = conv(scope.child("pixels"), h, channels, 3, { padding: 1, bias: true });
  return slice(slice(pixels, 2, 0, height), 3, 0, width);
}

function normalised(scope: Scope, x: Tensor): Tensor {
  return relu(batchNorm(scope.child("norm"), x));
}
