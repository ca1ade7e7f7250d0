import type { Encoding } from "../encoders/index.js";
import { linear, type Scope } from "../nn/index.js";
import { reshape, resizeArea, resizeBilinear, type Tensor } from "../tensor/index.js";

/** Channels of the map that is made for an encoder without one. */
const madeChannels = 64;

/**
 * An encoder's last map, `[N, C, h', w']`. For an encoder without one, the embedding by one linear layer as a map
 * `[N, 64, rows, columns]`.
 */
export function featureMap(
  scope: Scope,
  { map, embedding }: Pick<Encoding, "map" | "embedding">,
  rows: number,
  columns: number,
): Tensor {
  if (map !== undefined) return map;
  const seed = linear(scope.child("seed"), embedding, madeChannels * rows * columns);
  return reshape(seed, [embedding.shape[0] ?? 0, madeChannels, rows, columns]);
}

/** A map `[N, C, h, w]` at another size: the mean of areas where it shrinks, bilinear where it grows. */
export function resizedMap(map: Tensor, rows: number, columns: number): Tensor {
  const [, , h = 0, w = 0] = map.shape;
  const small = resizeArea(map, Math.min(h, rows), Math.min(w, columns));
  const isDone = small.shape[2] === rows && small.shape[3] === columns;
  return isDone ? small : resizeBilinear(small, rows, columns);
}
