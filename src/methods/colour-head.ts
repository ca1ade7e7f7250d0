import type { Encoding } from "../encoders/index.js";
import { batchNorm, conv, linear, type Scope } from "../nn/index.js";
import { relu, type Tensor } from "../tensor/index.js";
import { rowsOf } from "./colour-distribution.js";
import { featureMap, resizedMap } from "./feature-map.js";

/**
 * Logits of colours for every place of a small grid, `[N rows columns, bins]`, from an encoder's last map: a 1x1
 * convolution, then twice as large again and again (bilinear) up to the grid, a 3x3 convolution after each, and one
 * linear layer.
 */
export function colourHead(
  scope: Scope,
  encoding: Encoding,
  [rows, columns]: readonly [number, number],
  { hiddenDim, bins }: { readonly hiddenDim: number; readonly bins: number },
): Tensor {
  const map = featureMap(scope, encoding, Math.ceil(rows / 2), Math.ceil(columns / 2));
  let h = normalised(scope.child("reduce"), conv(scope.child("reduce/conv"), map, hiddenDim, 1));
  for (let i = 1; i === 1 || h.shape[2] !== rows || h.shape[3] !== columns; i++) {
    const [, , height = 1, width = 1] = h.shape;
    const stage = scope.child(`stage${i}`);
    h = resizedMap(h, Math.min(rows, 2 * height), Math.min(columns, 2 * width));
    h = normalised(stage, conv(stage.child("conv"), h, hiddenDim, 3, { padding: 1 }));
  }
  return linear(scope.child("colours"), rowsOf(h), bins);
}

function normalised(scope: Scope, x: Tensor): Tensor {
  return relu(batchNorm(scope.child("norm"), x));
}
