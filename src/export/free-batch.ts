/**
 * Leaves the batch size of a model open.
 *
 * Graphs are traced with fixed shapes, so a compiled model holds its batch size in constants: shapes of Reshape and
 * Expand, ends of Slice. The same encoder compiled at three batch sizes gives three models that differ in nothing
 * else. Integers that differ are a line through the first two, α N + β, checked on the third; they are computed from
 * the input's own shape instead. Everything else that differs is refused.
 */
import { ShapeError } from "../errors.js";
import {
  type GraphProto,
  int64Tensor,
  int64Values,
  makeNode,
  type NodeProto,
  type OpenModel,
  sameAttribute,
  sameTensor,
  type TensorProto,
} from "./onnx-messages.js";

/** A model and the batch size that it was compiled at. */
export interface SizedModel extends OpenModel {
  readonly batch: number;
}

/** Integers α N + β. */
interface Line {
  readonly slopes: readonly number[];
  readonly offsets: readonly number[];
}

type Sized = readonly [SizedModel, SizedModel, SizedModel];

/** Whether the models are the same nodes with the same wiring; else other batch sizes may help. */
export function sameStructure(models: readonly SizedModel[]): boolean {
  const [first, ...rest] = models.map(({ graph }) => wiring(graph));
  return rest.every((other) => other === first);
}

/**
 * Rewrites the first model for any batch size of `input`, whose first axis it is.
 * @throws ShapeError naming the node that cannot be freed.
 */
export function freeBatch(models: Sized, input: string): void {
  const [{ graph }] = models;
  const initializers = models.map(
    (model) => new Map(model.graph.initializer.map((tensor) => [tensor.name, tensor])),
  );
  const made = new Map<string, string>();
  const before: NodeProto[] = [];
  const inserted = { graph, input, made, before };
  graph.node.forEach((node, i) => {
    const twins = models.map((model) => model.graph.node[i]!);
    refuseAttributes(twins);
    node.input.forEach((_, j) => {
      const constants = twins.map((twin, m) => initializers[m]?.get(twin.input[j] ?? ""));
      const [first] = constants;
      if (first === undefined || constants.every((other) => other !== undefined && sameTensor(first, other)))
        return;
      const line = lineThrough(constants as TensorProto[], models, node);
      node.input[j] =
        node.opType === "Reshape" && j === 1 ? reshapeTo(inserted, line) : compute(inserted, line);
    });
  });
  graph.node.unshift(...before);
  freeDimensions(models);
  dropUnused(graph);
}

/** Operators, and where each input comes from, as text. */
function wiring(graph: GraphProto): string {
  const from = new Map<string, string>();
  for (const { name } of graph.initializer) from.set(name, "constant");
  for (const { name } of graph.input) from.set(name, name);
  const lines = graph.node.map(({ opType, domain, input, output }, i) => {
    output.forEach((name, j) => {
      from.set(name, `${i}.${j}`);
    });
    return `${domain} ${opType} ${input.map((name) => from.get(name) ?? "").join(" ")}`;
  });
  return lines.join("\n");
}

function refuseAttributes([first, ...rest]: readonly NodeProto[]): void {
  if (first === undefined) return;
  const differs = rest.some(
    ({ attribute }) =>
      attribute.length !== first.attribute.length ||
      attribute.some((one, i) => !sameAttribute(one, first.attribute[i])),
  );
  if (differs) throw fixedBatch(first, "its attributes depend on the batch size");
}

function lineThrough(constants: readonly TensorProto[], models: Sized, node: NodeProto): Line {
  const [a, b, c] = constants.map(int64Values);
  if (a == null || b == null || c == null)
    throw fixedBatch(node, "it reads numbers other than a shape that depend on the batch size");
  const [na, nb, nc] = models.map(({ batch }) => batch) as [number, number, number];
  const slopes = a.map((value, i) => (b[i]! - value) / (nb - na));
  const offsets = a.map((value, i) => value - slopes[i]! * na);
  const fits = [a, b, c].every((values) => values.length === a.length);
  const whole = [...slopes, ...offsets].every(Number.isInteger);
  if (!fits || !whole || c.some((value, i) => value !== slopes[i]! * nc + offsets[i]!))
    throw fixedBatch(node, "its shape is no multiple of the batch size plus a constant");
  return { slopes, offsets };
}

interface Insertion {
  readonly graph: GraphProto;
  readonly input: string;
  /** Name of what was made, by content. */
  readonly made: Map<string, string>;
  readonly before: NodeProto[];
}

/** One open side is left to the runtime, which knows it from the number of elements. */
function reshapeTo(insertion: Insertion, line: Line): string {
  if (line.slopes.filter((slope) => slope !== 0).length !== 1) return compute(insertion, line);
  return constant(
    insertion,
    line.slopes.map((slope, i) => (slope === 0 ? line.offsets[i]! : -1)),
  );
}

/** The integers from the shape of the input: Shape, Mul, Add. */
function compute(insertion: Insertion, { slopes, offsets }: Line): string {
  const { input, made, before } = insertion;
  const key = `shape/${slopes.join("_")}/${offsets.join("_")}`;
  if (made.has(key)) return key;
  made.set(key, key);
  if (!made.has("shape/batch")) {
    made.set("shape/batch", "shape/batch");
    before.push(makeNode("Shape", [input], "shape/batch", { start: 0, end: 1 }));
  }
  before.push(
    makeNode("Mul", ["shape/batch", constant(insertion, slopes)], `${key}/product`),
    makeNode("Add", [`${key}/product`, constant(insertion, offsets)], key),
  );
  return key;
}

function constant({ graph, made }: Insertion, values: readonly number[]): string {
  const name = `shape/constant/${values.join("_")}`;
  if (!made.has(name)) graph.initializer.push(int64Tensor(name, values));
  made.set(name, name);
  return name;
}

/** Sides of inputs and outputs that follow the batch size get its name. */
function freeDimensions([first, second]: Sized): void {
  for (const ports of ["input", "output"] as const) {
    first.graph[ports].forEach((port, i) => {
      const sides = shapeOf(port);
      const others = shapeOf(second.graph[ports][i]);
      sides.forEach((side, axis) => {
        const [a, b] = [side.value, others[axis]?.value];
        if (a.case !== "dimValue" || b?.case !== "dimValue" || a.value === b.value) return;
        const isBatch = Number(a.value) === first.batch && Number(b.value) === second.batch;
        side.value = { case: "dimParam", value: isBatch ? "batch" : `${port.name}_${axis}` };
      });
    });
  }
}

function shapeOf(port: GraphProto["input"][number] | undefined) {
  const type = port?.type?.value;
  return type?.case === "tensorType" ? (type.value.shape?.dim ?? []) : [];
}

/** Outputs that nobody reads are optional here, and not every runtime computes them. */
const withOptionalOutputs = new Set(["MaxPool", "LayerNormalization"]);

function dropUnused(graph: GraphProto): void {
  const read = new Set([
    ...graph.node.flatMap((node) => node.input),
    ...graph.output.map(({ name }) => name),
  ]);
  graph.initializer = graph.initializer.filter(({ name }) => read.has(name));
  for (const node of graph.node) {
    if (!withOptionalOutputs.has(node.opType)) continue;
    while (node.output.length > 1 && !read.has(node.output.at(-1) ?? "")) node.output.pop();
  }
}

function fixedBatch({ name, opType }: NodeProto, reason: string): ShapeError {
  return new ShapeError(
    `The encoder cannot be exported for any batch size: ${opType} ${name}: ${reason}. Write that layer without the batch size, for example with -1 in reshape.`,
    { node: name },
  );
}
