import { allocate, type Shape, sizeOf } from "../graph/index.js";
import type { Lowering, LoweringRule } from "./lowering.js";
import { dataTypeNumber } from "./model-builder.js";
import { reductionLowerings } from "./reduction-lowerings.js";

interface Scattered {
  readonly indices: string;
  readonly updates: string;
  /** What is added to; zeros without it. */
  readonly onto?: string;
  /** Elements of the axis that the indices count along. */
  readonly size: number;
  /** Indices as `[outer, count, inner]`, or `[1, count, 1]` for whole slices. */
  readonly view: Shape;
}

/**
 * Sums by index along an axis. The tensor is laid flat and single elements are scattered: `ScatterND` with addition,
 * the operator made for slices, loses updates when several threads meet at a duplicate (ONNX Runtime 1.30), and
 * scattering with more than one axis is 3 to 5 times slower.
 */
function scatterFlat(
  { model }: Lowering,
  { indices, updates, onto, size, view }: Scattered,
  [outer, count, inner]: readonly [number, number, number],
  result: Shape,
): string {
  const total = outer * size * inner;
  const dtype = total < 2 ** 31 ? "int32" : "int64";
  const numbers = (values: readonly number[], shape: Shape) =>
    model.initializer(
      dtype,
      shape,
      dtype === "int32" ? Int32Array.from(values) : BigInt64Array.from(values, BigInt),
    );
  const given = model.node("Cast", [indices], { to: dataTypeNumber(dtype) });
  // Indices from the end must not reach into the slices before.
  const back = model.node("Less", [given, numbers([0], [])]);
  const index = model.node("Where", [back, model.node("Add", [given, numbers([size], [])]), given]);
  const scaled = model.node("Mul", [
    model.node("Reshape", [index, model.int64s(view)]),
    numbers([inner], []),
  ]);
  const columns = Array.from({ length: inner }, (_, i) => i);
  const rows = Array.from({ length: outer }, (_, i) => i * size * inner);
  const shifted = model.node("Add", [scaled, numbers(columns, [1, 1, inner])]);
  const places = model.node("Add", [shifted, numbers(rows, [outer, 1, 1])]);
  const flat = (x: string) => model.node("Reshape", [x, model.int64s([outer * count * inner])]);
  const base =
    onto === undefined
      ? model.node("Expand", [model.floats([0]), model.int64s([total])]) // zeros that the model does not store
      : model.node("Reshape", [onto, model.int64s([total])]);
  const sums = model.node("ScatterElements", [base, flat(places), flat(updates)], {
    axis: 0,
    reduction: "add",
  });
  return model.node("Reshape", [sums, model.int64s(result)]);
}

const scatterAdd: LoweringRule<"scatterAdd"> = (lowering, [indices, updates], node) => {
  const { axis, size } = node.attributes;
  const [index = [], update = []] = node.inputs.map(({ shape }) => shape);
  const count = sizeOf(index);
  const sizes = [sizeOf(update.slice(0, axis)), count, sizeOf(update.slice(axis + index.length))] as const;
  const scattered = { indices, updates, size, view: [1, count, 1] };
  return scatterFlat(lowering, scattered, sizes, node.outputs[0]?.shape ?? []);
};

/** Without a sum there is nothing to lose between threads: one copy of x, then one of each row. */
const replaceRows: LoweringRule<"replaceRows"> = ({ model }, [x, indices, rows]) => {
  const places = model.node("Cast", [indices], { to: dataTypeNumber("int64") });
  return model.node("ScatterND", [x, model.node("Unsqueeze", [places, model.int64s([1])]), rows]);
};

/** Elements before an axis, along it and behind it. */
function around(shape: Shape, axis: number) {
  return [sizeOf(shape.slice(0, axis)), shape[axis] ?? 1, sizeOf(shape.slice(axis + 1))] as const;
}

const putAlong: LoweringRule<"putAlong"> = (lowering, [indices, updates], node) => {
  const { axis, size } = node.attributes;
  const view = around(node.inputs[0]?.shape ?? [], axis);
  return scatterFlat(lowering, { indices, updates, size, view }, view, node.outputs[0]?.shape ?? []);
};

const addAlong: LoweringRule<"addAlong"> = (lowering, [onto, indices, updates], node) => {
  const { axis } = node.attributes;
  const shape = node.outputs[0]?.shape ?? [];
  const view = around(node.inputs[1]?.shape ?? [], axis);
  return scatterFlat(lowering, { indices, updates, onto, size: shape[axis] ?? 1, view }, view, shape);
};

export const structureLowerings = {
  ...reductionLowerings,
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
  replaceRows,
  scatterAdd,
  takeAlong: (({ model }, [x, indices], { attributes: { axis } }) =>
    model.node("GatherElements", [x, indices], { axis })) satisfies LoweringRule<"takeAlong">,
  putAlong,
  addAlong,
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
