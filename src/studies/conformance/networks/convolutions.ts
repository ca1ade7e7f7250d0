import { conv, convTranspose } from "../../../nn/index.js";
import { gelu, mul, slice, sum } from "../../../tensor/index.js";
import type { Network } from "./network.js";

/** A strided, dilated convolution, a depthwise one and a transposed one; the loss is a weighted sum. */
export const convolutions: Network = {
  parameters: { "dilated/weight": "a", "depthwise/weight": "dw", "transposed/weight": "tr" },
  integers: [],
  loss(scope, inputs) {
    const dilated = conv(scope.child("dilated"), inputs("x"), 4, 3, { stride: 2, dilation: 2, padding: 2 });
    const depthwise = conv(scope.child("depthwise"), gelu(dilated), 4, 3, { padding: 1, groups: 4 });
    const h = convTranspose(scope.child("transposed"), depthwise, 3, 4, {
      stride: 2,
      padding: 1,
      bias: false,
    });
    const [, , height = 0, width = 0] = h.shape;
    return mul(sum(mul(h, slice(slice(inputs("w"), 2, 0, height), 3, 0, width))), 1 / 10);
  },
};
