import { conv, type Scope } from "../nn/index.js";
import { relu, reshape, type Tensor, upsample2d } from "../tensor/index.js";

/**
 * The decoder of the Keras tutorial's convolutional autoencoder for 28x28 pictures, which `convnet` with `form
 * autoencoder` encodes: 8 maps of 4x4, then Conv8, up, Conv8, up, Conv16 without padding (16 becomes 14), up, Conv to
 * the picture. 3x3 kernels, ReLU; upsampling has no parameters. The sigmoid at the end is the loss's.
 * @param code `[N, 128]`
 * @returns `[N, channels, 28, 28]`
 */
export function tutorialDecoder(scope: Scope, code: Tensor, channels: number): Tensor {
  let h = reshape(code, [code.shape[0] ?? 0, 8, 4, 4]);
  [8, 8, 16].forEach((size, i) => {
    const padding = i < 2 ? 1 : 0;
    h = upsample2d(relu(conv(scope.child(`stage${i + 1}/conv`), h, size, 3, { padding, bias: true })), 2);
  });
  return conv(scope.child("pixels"), h, channels, 3, { padding: 1, bias: true });
}
