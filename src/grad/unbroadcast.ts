import { type Shape, sameShape } from "../graph/index.js";
import { reshape, sum, type Tensor } from "../tensor/index.js";

/** Sums a gradient over the axes along which its operand was broadcast. */
export function unbroadcast(g: Tensor, shape: Shape): Tensor {
  if (sameShape(g.shape, shape)) return g;
  const extra = g.shape.length - shape.length;
  const axes = g.shape.flatMap((side, axis) =>
    axis < extra || (shape[axis - extra] === 1 && side !== 1) ? [axis] : [],
  );
  return reshape(axes.length === 0 ? g : sum(g, axes), shape);
}
