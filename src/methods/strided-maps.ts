import { conv, type Scope } from "../nn/index.js";
import { leakyRelu, reshape, type Tensor } from "../tensor/index.js";

/**
 * What a small critic sees of pictures: 3x3 convolutions of stride 2, each with a leaky ReLU (as the critic of DCGAN, but
 * for batch normalisation).
 * @param x `[N, C, H, W]`; @param channels of each convolution; @param name what their places begin with
 * @returns the last map as rows, `[N, ...]`
 */
export function stridedMaps(scope: Scope, x: Tensor, channels: readonly number[], name: string): Tensor {
  const maps = channels.reduce((h, width, i) => {
    const stage = scope.child(`${name}${i + 1}`);
    return leakyRelu(conv(stage, h, width, 3, { stride: 2, padding: 1, bias: true }));
  }, x);
  return reshape(maps, [x.shape[0] ?? 0, -1]);
}
