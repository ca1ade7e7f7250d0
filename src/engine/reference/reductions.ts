import { sizeOf } from "../../graph/index.js";
import { fill, flatten, type Kernel, type KernelOn, moved, positionOf } from "./kernel.js";

type Reduction = KernelOn<{ readonly axes: readonly number[] }>;

/** Folds the elements that share a position once the reduced axes are dropped. */
const fold =
  (
    start: number,
    step: (total: number, x: number) => number,
    end: (total: number, count: number) => number = (total) => total,
  ): Reduction =>
  ([x], { axes }) => {
    const kept = x.shape.map((side, axis) => (axes.includes(axis) ? 1 : side));
    const totals = new Float64Array(sizeOf(kept)).fill(start);
    x.data.forEach((value, i) => {
      const at = flatten(positionOf(i, x.shape), kept);
      totals[at] = step(totals[at]!, value);
    });
    return [totals.map((total) => end(total, x.data.length / totals.length))];
  };

const argMax: Kernel<"argMax"> = ([x], { axis }, [output]) => [
  fill(output.shape, (position) => {
    let best = 0;
    const at = (i: number) =>
      x.data[flatten([...position.slice(0, axis), i, ...position.slice(axis)], x.shape)]!;
    for (let i = 1; i < x.shape[axis]!; i++) if (at(i) > at(best)) best = i;
    return best;
  }),
];

const softmaxOf =
  (finish: (x: number, top: number, total: number) => number): KernelOn<{ readonly axis: number }> =>
  ([x], { axis }) => [
    fill(x.shape, (position, flat) => {
      const row = Array.from(
        { length: x.shape[axis]! },
        (_, i) => x.data[flatten(moved(position, axis, i), x.shape)]!,
      );
      const top = Math.max(...row);
      return finish(
        x.data[flat]!,
        top,
        row.reduce((total, value) => total + Math.exp(value - top), 0),
      );
    }),
  ];

export const reductionKernels = {
  sum: fold(0, (total, x) => total + x),
  mean: fold(
    0,
    (total, x) => total + x,
    (total, count) => total / count,
  ),
  max: fold(-Infinity, Math.max),
  min: fold(Infinity, Math.min),
  sumSquares: fold(0, (total, x) => total + x * x),
  argMax,
  softmax: softmaxOf((x, top, total) => Math.exp(x - top) / total),
  logSoftmax: softmaxOf((x, top, total) => x - top - Math.log(total)),
};
