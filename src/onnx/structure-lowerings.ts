import { allocate, type Shape, sizeOf } from "../graph/index.js";
import type { Lowering, LoweringRule } from "./lowering.js";

const reduction =
  (op: string): LoweringRule<"sum" | "mean" | "max" | "min" | "sumSquares"> =>
  ({ model }, [x], { attributes: { axes, keepDims } }) =>
    model.node(op, [x, model.int64s(axes)], { keepdims: keepDims ? 1 : 0 });

/** Zeros without storing them in the model. */
function zeros({ model }: Lowering, shape: Shape): string {
  return model.node("Expand", [model.floats([0]), model.int64s(shape)]);
}

/** Embedding-like sums. Indices along the first axis are rows; other axes are moved there and back. */
const scatterAdd: LoweringRule<"scatterAdd"> = (lowering, [indices, updates], node) => {
  const { model } = lowering;
  const { axis, size } = node.attributes;
  const [index, update] = node.inputs;
  if (index === undefined || update === undefined) return [];
  const count = sizeOf(index.shape);
  const before = update.shape.slice(0, axis);
  const after = update.shape.slice(axis + index.shape.length);
  const outer = sizeOf(before);
  const inner = sizeOf(after);
  let rows = model.node("Reshape", [updates, model.int64s([outer, count, inner])]);
  if (outer > 1) rows = model.node("Transpose", [rows], { perm: [1, 0, 2] });
  rows = model.node("Reshape", [rows, model.int64s([count, outer * inner])]);
  const flat = model.node("Reshape", [indices, model.int64s([count, 1])]);
  const where = model.node("Cast", [flat], { to: 7 });
  const total = model.node("ScatterND", [zeros(lowering, [size, outer * inner]), where, rows], {
    reduction: "add",
  });
  const grouped = model.node("Reshape", [total, model.int64s([size, outer, inner])]);
  const ordered = outer > 1 ? model.node("Transpose", [grouped], { perm: [1, 0, 2] }) : grouped;
  return model.node("Reshape", [ordered, model.int64s([...before, size, ...after])]);
};

const putAlong: LoweringRule<"putAlong"> = (lowering, [indices, updates], node) => {
  const { axis } = node.attributes;
  const shape = node.outputs[0]?.shape ?? [];
  return lowering.model.node("ScatterElements", [zeros(lowering, shape), indices, updates], {
    axis,
    reduction: "add",
  });
};

export const structureLowerings = {
  sum: reduction("ReduceSum"),
  mean: reduction("ReduceMean"),
  max: reduction("ReduceMax"),
  min: reduction("ReduceMin"),
  sumSquares: reduction("ReduceSumSquare"),
  argMax: (({ model }, [x], { attributes: { axis } }) =>
    model.node("ArgMax", [x], { axis, keepdims: 0 })) satisfies LoweringRule<"argMax">,
  reshape: (({ model }, [x], { attributes: { shape } }) =>
    model.node("Reshape", [x, model.int64s(shape)])) satisfies LoweringRule<"reshape">,
  transpose: (({ model }, [x], { attributes: { permutation } }) =>
    model.node("Transpose", [x], { perm: permutation })) satisfies LoweringRule<"transpose">,
  broadcastTo: (({ model }, [x], { attributes: { shape } }) =>
    model.node("Expand", [x, model.int64s(shape)])) satisfies LoweringRule<"broadcastTo">,
  slice: (({ model }, [x], node) => {
    const { starts, ends } = node.attributes;
    const shape = node.inputs[0]?.shape ?? [];
    const axes = shape.flatMap((side, axis) => (starts[axis] === 0 && ends[axis] === side ? [] : [axis]));
    if (axes.length === 0) return x;
    const at = (list: readonly number[]) => model.int64s(axes.map((axis) => list[axis] ?? 0));
    return model.node("Slice", [x, at(starts), at(ends), model.int64s(axes)]);
  }) satisfies LoweringRule<"slice">,
  pad: (({ model }, [x], { attributes: { before, after, value }, inputs }) => {
    const dtype = inputs[0]?.dtype ?? "float32";
    const data = allocate(dtype, 1);
    data[0] = dtype === "int64" ? BigInt(value) : value;
    return model.node("Pad", [x, model.int64s([...before, ...after]), model.initializer(dtype, [], data)]);
  }) satisfies LoweringRule<"pad">,
  concat: ((lowering, inputs, { attributes: { axis } }) =>
    lowering.model.node("Concat", inputs, { axis })) satisfies LoweringRule<"concat">,
  gather: (({ model }, [x, indices], { attributes: { axis } }) =>
    model.node("Gather", [x, indices], { axis })) satisfies LoweringRule<"gather">,
  scatterAdd,
  takeAlong: (({ model }, [x, indices], { attributes: { axis } }) =>
    model.node("GatherElements", [x, indices], { axis })) satisfies LoweringRule<"takeAlong">,
  putAlong,
  oneHot: (({ model }, [indices], { attributes: { depth }, inputs }) => {
    // ONNX wants at least one axis; ONNX Runtime wants indices and depth of one type.
    const scalar = inputs[0]?.shape.length === 0;
    const rows = scalar ? model.node("Reshape", [indices, model.int64s([1])]) : indices;
    const count =
      inputs[0]?.dtype === "int32"
        ? model.initializer("int32", [1], Int32Array.of(depth))
        : model.int64s([depth]);
    const hot = model.node("OneHot", [rows, count, model.floats([0, 1])], { axis: -1 });
    return scalar ? model.node("Reshape", [hot, model.int64s([depth])]) : hot;
  }) satisfies LoweringRule<"oneHot">,
  cumulativeSum: (({ model }, [x], { attributes: { axis, exclusive, reverse } }) => {
    const at = model.initializer("int64", [], BigInt64Array.of(BigInt(axis)));
    return model.node("CumSum", [x, at], { exclusive: exclusive ? 1 : 0, reverse: reverse ? 1 : 0 });
  }) satisfies LoweringRule<"cumulativeSum">,
  topK: (({ model }, [x], { attributes: { k, axis, largest } }) =>
    model.nodes(
      "TopK",
      [x, model.int64s([k])],
      { axis, largest: largest ? 1 : 0, sorted: 1 },
      { outputs: 2 },
    )) satisfies LoweringRule<"topK">,
};
