import { conv, type Scope } from "../nn/index.js";
import { relu, slice, type Tensor, tanh, upsample2d } from "../tensor/index.js";

/**
 * The second half of the lecture's colourisation network (SPEC row 98): up, Conv32, up, Conv16, up, Conv2 with tanh; 3x3
 * kernels with bias and as much padding as keeps the size, ReLU between. Upsampling repeats pixels.
 * @param map `[N, C, ceil(height / 8), ceil(width / 8)]`
 * @returns `[N, 2, height, width]` in -1..1: a and b of CIE Lab, divided by 128. What is too much for sides that 8 does
 * not divide is cut at the bottom right.
 */
export function colourisationDecoder(
  scope: Scope,
  map: Tensor,
  [height, width]: readonly [number, number],
): Tensor {
  let h = map;
  [32, 16].forEach((channels, i) => {
    h = relu(
      conv(scope.child(`stage${i + 1}/conv`), upsample2d(h, 2), channels, 3, { padding: 1, bias: true }),
    );
  });
  const ab = tanh(conv(scope.child("colours"), upsample2d(h, 2), 2, 3, { padding: 1, bias: true }));
  return slice(slice(ab, 2, 0, height), 3, 0, width);
}
