/**
 * What the nodes of a lowered graph give, in shape and bytes an element: the graph's own shape rules know operators,
 * not what a lowering puts in between.
 */
import type { Shape } from "../graph/index.js";
import type { Emitted, EmittedNode, TensorFacts } from "./emitted.js";

interface Given {
  readonly shapes: readonly Shape[];
  /** The values of an input that is a constant int64 vector, such as a shape or axes. */
  vector(input: number): readonly number[];
  /** An attribute that is a list of whole numbers. */
  list(name: string): readonly number[];
  whole(name: string, otherwise: number): number;
}
type Rule = (given: Given) => Shape | readonly Shape[];

const first: Rule = ({ shapes }) => shapes[0] ?? [];

/** Sides of equal rank from the right; 1 stretches. */
function broadcast(shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(...shapes.map((shape) => shape[axis - rank + shape.length] ?? 1)),
  );
}

const fromEnd = (axis: number, rank: number) => (axis < 0 ? axis + rank : axis);

const reduced: Rule = ({ shapes: [x = []], vector, whole }) => {
  const axes = vector(1).map((axis) => fromEnd(axis, x.length));
  const over = (axis: number) => axes.length === 0 || axes.includes(axis);
  return whole("keepdims", 1) === 1
    ? x.map((side, axis) => (over(axis) ? 1 : side))
    : x.filter((_, axis) => !over(axis));
};

const product: Rule = ({ shapes: [a = [], b = []], whole }) => {
  const turn = (x: Shape, on: number) => (on === 1 ? [...x.slice(0, -2), x.at(-1)!, x.at(-2)!] : x);
  const [left, right] = [turn(a, whole("transA", 0)), turn(b, whole("transB", 0))];
  return [...broadcast([left.slice(0, -2), right.slice(0, -2)]), left.at(-2)!, right.at(-1)!];
};

/** Sides that a sliding window gives. */
function slid({ shapes: [x = []], list }: Given, channels: number): Shape {
  const [kernel, strides, pads, dilations] = ["kernel_shape", "strides", "pads", "dilations"].map(list);
  const spaces = x.slice(2).map((side, axis) => {
    const reach = (dilations?.[axis] ?? 1) * (kernel![axis]! - 1) + 1;
    const padded = side + (pads?.[axis] ?? 0) + (pads?.[axis + x.length - 2] ?? 0);
    return Math.floor((padded - reach) / (strides?.[axis] ?? 1)) + 1;
  });
  return [x[0]!, channels, ...spaces];
}

const spreadOut: Rule = ({ shapes: [x = [], w = []], list, whole }) => {
  const [kernel, strides, pads] = [list("kernel_shape"), list("strides"), list("pads")];
  const [dilations, extra] = [list("dilations"), list("output_padding")];
  const spaces = x.slice(2).map((side, axis) => {
    const reach = (dilations[axis] ?? 1) * (kernel[axis]! - 1) + 1;
    const cut = (pads[axis] ?? 0) + (pads[axis + x.length - 2] ?? 0);
    return (side - 1) * (strides[axis] ?? 1) + reach - cut + (extra[axis] ?? 0);
  });
  return [x[0]!, w[1]! * whole("group", 1), ...spaces];
};

const pooled: Rule = (given) => slid(given, given.shapes[0]?.[1] ?? 0);

const gathered: Rule = ({ shapes: [x = [], indices = []], whole }) => {
  const axis = fromEnd(whole("axis", 0), x.length);
  return [...x.slice(0, axis), ...indices, ...x.slice(axis + 1)];
};

const sliced: Rule = ({ shapes: [x = []], vector }) => {
  const [starts, ends, axes] = [vector(1), vector(2), vector(3)];
  const shape = [...x];
  axes.forEach((axis, i) => {
    const inside = (at: number) => Math.min(Math.max(fromEnd(at, x[axis]!), 0), x[axis]!);
    shape[axis] = Math.max(0, inside(ends[i]!) - inside(starts[i]!));
  });
  return shape;
};

const stretching = [
  "Add",
  "Sub",
  "Mul",
  "Div",
  "Pow",
  "Max",
  "Min",
  "Equal",
  "Less",
  "LessOrEqual",
  "And",
  "Or",
];
const stretched: Rule = ({ shapes }) => broadcast(shapes);

const rules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries([...stretching, "Where"].map((op) => [op, stretched])),
  Reshape: ({ vector }) => vector(1),
  Expand: ({ shapes: [x = []], vector }) => broadcast([x, vector(1)]),
  Unsqueeze: ({ shapes: [x = []], vector }) =>
    vector(1).reduce<Shape>((shape, axis) => shape.toSpliced(axis, 0, 1), x),
  Transpose: ({ shapes: [x = []], list }) => list("perm").map((axis) => x[axis]!),
  ReduceSum: reduced,
  ReduceMean: reduced,
  ReduceMax: reduced,
  ReduceMin: reduced,
  MatMul: product,
  FusedMatMul: product,
  Conv: (given) => slid(given, given.shapes[1]?.[0] ?? 0),
  ConvTranspose: spreadOut,
  MaxPool: (given) => [pooled(given) as Shape, pooled(given) as Shape],
  AveragePool: pooled,
  LayerNormalization: ({ shapes: [x = []] }) => {
    const row = [...x.slice(0, -1), 1];
    return [x, row, row];
  },
  Concat: ({ shapes, whole }) => {
    const axis = fromEnd(whole("axis", 0), shapes[0]?.length ?? 0);
    return shapes[0]!.map((side, at) =>
      at === axis ? shapes.reduce((sum, shape) => sum + shape[at]!, 0) : side,
    );
  },
  Slice: sliced,
  Pad: ({ shapes: [x = []], vector }) =>
    x.map((side, axis) => side + vector(1)[axis]! + vector(1)[axis + x.length]!),
  Gather: gathered,
  GatherElements: ({ shapes }) => shapes[1] ?? [],
  OneHot: ({ shapes: [indices = []], vector }) => [...indices, vector(1)[0] ?? 0],
  ArgMax: ({ shapes: [x = []], whole }) => x.toSpliced(fromEnd(whole("axis", 0), x.length), 1),
  TopK: ({ shapes: [x = []], vector, whole }) => {
    const shape = x.with(fromEnd(whole("axis", -1), x.length), vector(1)[0]!);
    return [shape, shape];
  },
  GridSample: ({ shapes: [x = [], grid = []] }) => [x[0]!, x[1]!, ...grid.slice(1, -1)],
};
/** Outputs that are not of the first input's element type. */
const widths: Readonly<Record<string, readonly number[]>> = {
  Equal: [1],
  Less: [1],
  LessOrEqual: [1],
  ArgMax: [8],
  OneHot: [4],
  MaxPool: [4, 8],
  TopK: [4, 8],
};
/** Bytes of the types that Cast goes to, by their ONNX number. */
const castWidths: Readonly<Record<number, number>> = { 1: 4, 2: 1, 6: 4, 7: 8, 9: 1, 12: 4 };

/** Facts of a node's outputs, from those of its inputs. Operators without a rule give what they take. */
export function outputFacts(
  { op, outputs, attributes }: EmittedNode,
  inputs: readonly TensorFacts[],
  vector: (input: number) => readonly number[],
): TensorFacts[] {
  const list = (name: string) => (Array.isArray(attributes[name]) ? (attributes[name] as number[]) : []);
  const whole = (name: string, otherwise: number) =>
    typeof attributes[name] === "number" ? attributes[name] : otherwise;
  const given = { shapes: inputs.map(({ shape }) => shape), vector, list, whole };
  const result = (rules[op] ?? first)(given);
  const shapes = (Array.isArray(result[0]) ? result : [result]) as readonly Shape[];
  const own = inputs[op === "Where" ? 1 : 0]?.bytesPerElement ?? 4;
  return outputs.map((_, i) => ({
    shape: shapes[i] ?? [],
    bytesPerElement: op === "Cast" ? (castWidths[whole("to", 1)] ?? 4) : (widths[op]?.[i] ?? own),
  }));
}

/** Facts of every tensor of a lowered graph. */
export function tensorFacts({ nodes, facts: given, vectors }: Emitted): ReadonlyMap<string, TensorFacts> {
  const facts = new Map<string, TensorFacts>(given);
  for (const node of nodes) {
    const inputs = node.inputs.map((name) => facts.get(name) ?? { shape: [], bytesPerElement: 0 });
    const own = outputFacts(node, inputs, (input) => vectors.get(node.inputs[input] ?? "") ?? []);
    own.forEach((fact, i) => {
      facts.set(node.outputs[i] ?? "", fact);
    });
  }
  return facts;
}
