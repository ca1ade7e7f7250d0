import * as z from "zod";
import { conv } from "../nn/index.js";
import { globalAveragePool, relu, type Tensor } from "../tensor/index.js";
import { defineEncoder } from "./encoder.js";

/** Channels and stride of each 3x3 convolution. */
const stages = [
  [8, 2],
  [16, 1],
  [16, 2],
  [32, 1],
  [32, 2],
] as const;

/**
 * The first half of the lecture's colourisation network (SPEC row 98): Conv8, Conv16, Conv16, Conv32, Conv32, the first,
 * third and fifth with stride 2; 3x3 kernels with bias, ReLU, no normalisation. The embedding is the mean over space of
 * the last 32 maps, whose sides are an eighth of the picture's, rounded up.
 *
 * Padding is "same" as Keras and TensorFlow have it: an output of ceil(side / stride), with zeros on both sides where
 * their number is even and one more at the bottom right where it is odd. With stride 2 that is none at the top left and
 * one at the bottom right for even sides, where PyTorch's `padding=1` has one at each end.
 */
export const colourisation = defineEncoder({
  name: "colourisation",
  title: "First half of the colourisation network",
  options: z.strictObject({}),
  normalisesBatch: false,
  apply(scope, x) {
    const layers = new Map<string, Tensor>();
    let h = x;
    stages.forEach(([channels, stride], i) => {
      const [, , height = 0, width = 0] = h.shape;
      const [top, bottom] = samePadding(height, stride);
      const [left, right] = samePadding(width, stride);
      const padding = [top, left, bottom, right] as const;
      h = relu(conv(scope.child(`stage${i + 1}/conv`), h, channels, 3, { stride, padding, bias: true }));
      layers.set(`stage${i + 1}`, h);
    });
    return { embedding: globalAveragePool(h), layers: layers.set("map", h), map: h };
  },
});

/** Zeros before and after a side, for a kernel of 3. */
function samePadding(side: number, stride: number): readonly [before: number, after: number] {
  const total = Math.max(0, (Math.ceil(side / stride) - 1) * stride + 3 - side);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
