import { batchNorm, linear, type Scope } from "../nn/index.js";
import { relu, reshape, type Tensor } from "../tensor/index.js";
import type { PictureShape } from "./picture-shape.js";

/** Linear layers with batch norm and ReLU between them, then one linear layer a picture: `[N, L]` to `[N, C, H, W]`. */
export function mlpDecoder(
  scope: Scope,
  code: Tensor,
  [channels, height, width]: PictureShape,
  widths: readonly number[] = [256],
): Tensor {
  let h = code;
  widths.forEach((size, i) => {
    const layer = scope.child(`layer${i + 1}`);
    h = relu(batchNorm(layer.child("norm"), linear(layer.child("linear"), h, size, { bias: false })));
  });
  const pixels = linear(scope.child("pixels"), h, channels * height * width);
  return reshape(pixels, [code.shape[0] ?? 0, channels, height, width]);
}
