import { apply, reduceShape } from "../graph/index.js";
import {
  broadcastTo,
  cast,
  cumulativeSum,
  div,
  equal,
  full,
  gather,
  mul,
  pad,
  putAlong,
  replaceRows,
  reshape,
  scatterAdd,
  slice,
  sum,
  type Tensor,
  takeAlong,
  transpose,
} from "../tensor/index.js";
import { type GradientRule, none, rule } from "./rule.js";
import { unbroadcast } from "./unbroadcast.js";

/** A reduced gradient with its reduced axes back as size 1. */
function kept(g: Tensor, x: Tensor, axes: readonly number[]): Tensor {
  return reshape(g, reduceShape(x.shape, axes, true));
}

/** The extreme's gradient goes to where it is reached, in equal shares. */
const extreme = rule<"max" | "min">((g, [x], node) => {
  const { axes } = node.attributes;
  const hit = cast(equal(x, kept(node.outputs[0] as Tensor, x, axes)), "float32");
  return [mul(hit, div(kept(g, x, axes), sum(hit, axes, { keepDims: true })))];
});

export const structureRules = {
  input: none,
  constant: none,
  draw: none,

  sum: rule<"sum">((g, [x], { attributes: { axes } }) => [broadcastTo(kept(g, x, axes), x.shape)]),
  mean: rule<"mean">((g, [x], { attributes: { axes } }) => {
    const count = axes.reduce((size, axis) => size * (x.shape[axis] ?? 1), 1);
    return [broadcastTo(mul(kept(g, x, axes), 1 / count), x.shape)];
  }),
  max: extreme,
  min: extreme,
  sumSquares: rule<"sumSquares">((g, [x], { attributes: { axes } }) => [mul(x, mul(kept(g, x, axes), 2))]),
  argMax: none,

  reshape: rule((g, [x]) => [reshape(g, x.shape)]),
  transpose: rule<"transpose">((g, _, { attributes: { permutation } }) => [
    transpose(
      g,
      permutation.map((_axis, i) => permutation.indexOf(i)),
    ),
  ]),
  broadcastTo: rule((g, [x]) => [unbroadcast(g, x.shape)]),
  slice: rule<"slice">((g, [x], { attributes: { starts, ends } }) => [
    pad(
      g,
      starts,
      x.shape.map((side, axis) => side - (ends[axis] ?? 0)),
    ),
  ]),
  pad: rule<"pad">((g, [x], { attributes: { before } }) => [
    apply("slice", [g], { starts: before, ends: x.shape.map((side, axis) => side + (before[axis] ?? 0)) }),
  ]),
  concat: rule<"concat">((g, _, { inputs, attributes: { axis } }) => {
    let start = 0;
    return inputs.map((x) => {
      const end = start + (x.shape[axis] ?? 0);
      const part = slice(g, axis, start, end);
      start = end;
      return part;
    });
  }),
  gather: rule<"gather">((g, [x, indices], { attributes: { axis } }) => [
    scatterAdd(indices, g, x.shape[axis] ?? 0, axis),
  ]),
  replaceRows: rule<"replaceRows">((g, [, indices, rows]) => [
    replaceRows(g, indices, full(rows.shape, 0)),
    undefined,
    gather(g, indices),
  ]),
  scatterAdd: rule<"scatterAdd">((g, [indices], { attributes: { axis } }) => [
    undefined,
    gather(g, indices, axis),
  ]),
  takeAlong: rule<"takeAlong">((g, [x, indices], { attributes: { axis } }) => [
    putAlong(indices, g, x.shape[axis] ?? 0, axis),
  ]),
  putAlong: rule<"putAlong">((g, [indices], { attributes: { axis } }) => [
    undefined,
    takeAlong(g, indices, axis),
  ]),
  addAlong: rule<"addAlong">((g, [, indices], { attributes: { axis } }) => [
    g,
    undefined,
    takeAlong(g, indices, axis),
  ]),

  oneHot: none,
  cumulativeSum: rule<"cumulativeSum">((g, _, { attributes: { axis, exclusive, reverse } }) => [
    cumulativeSum(g, axis, { exclusive, reverse: !reverse }),
  ]),
  topK: ((node, [g]) => {
    const [x] = node.inputs;
    const indices = node.outputs[1];
    if (g === undefined || x === undefined || indices === undefined) return [];
    const { axis } = node.attributes;
    return [putAlong(indices, g, x.shape[axis] ?? 0, axis)];
  }) satisfies GradientRule<"topK">,
};
