/**
 * Leaves sizes of a model open: its batch size, the length of texts.
 *
 * Graphs are traced with fixed shapes, so a compiled model holds its sizes in constants: shapes of Reshape and Expand, ends of Slice,
 * ranges. The same encoder compiled at several sizes gives models that differ in nothing else. Integers that differ are a formula
 * of the sizes (`size-formula.ts`), found at low and high ones and checked at others; they are computed from the shapes of the
 * inputs instead. Everything else that differs is refused.
 */
import { ShapeError } from "../errors.js";
import { type ComputedSizes, computedSizes, type FreeAxis } from "./computed-sizes.js";
import {
  type GraphProto,
  type Integers,
  integersOf,
  type NodeProto,
  type OpenModel,
  sameAttribute,
  sameTensor,
  type TensorProto,
} from "./onnx-messages.js";
import { formulaAt, formulaName, formulaThrough, type SizeFormula } from "./size-formula.js";

/** A model, compiled at some sizes. */
export interface SizedModel extends OpenModel {
  readonly sizes: readonly number[];
}

/** The same at low and high sizes, and at others for the check. */
export interface SizedModels {
  /** By the bits of `cornersOf`: the first has all sizes low, the last all high. */
  readonly corners: readonly SizedModel[];
  readonly check: SizedModel;
}

export interface OpenSizes {
  readonly axes: readonly FreeAxis[];
  /** In messages, such as "batch size". */
  readonly called: string;
}

/** Whether the models are the same nodes with the same wiring; else other sizes may help. */
export function sameStructure({ corners, check }: SizedModels): boolean {
  const [first, ...rest] = [...corners, check].map(({ graph }) => wiring(graph));
  return rest.every((other) => other === first);
}

/**
 * Rewrites the first model for any sizes.
 * @throws ShapeError naming the node that cannot be freed.
 */
export function freeSizes(models: SizedModels, { axes, called }: OpenSizes): void {
  const all = [...models.corners, models.check];
  const { graph } = models.corners[0]!;
  const initializers = all.map(
    (model) => new Map(model.graph.initializer.map((tensor) => [tensor.name, tensor])),
  );
  const sizes = computedSizes(graph, axes);
  graph.node.forEach((node, i) => {
    const refuse = (reason: string) => fixedSize(node, reason, called);
    const twins = all.map((model) => model.graph.node[i]!);
    if (attributesDiffer(twins)) throw refuse(`its attributes depend on the ${called}`);
    node.input.forEach((_, j) => {
      const constants = twins.map((twin, m) => initializers[m]?.get(twin.input[j] ?? ""));
      const [first] = constants;
      if (first === undefined || constants.every((other) => other !== undefined && sameTensor(first, other)))
        return;
      const integers = constants.map((tensor) => integersOf(tensor as TensorProto));
      if (integers.includes(null))
        throw refuse(`it reads numbers other than a shape that depend on the ${called}`);
      const name = computed(sizes, integers as Integers[], models, node.opType === "Reshape" && j === 1);
      if (name === null) throw refuse(`its shape is no multiple of the ${called} plus a constant`);
      node.input[j] = name;
    });
  });
  graph.node.unshift(...sizes.nodes);
  freeDimensions(models, axes);
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

function attributesDiffer([first, ...rest]: readonly NodeProto[]): boolean {
  return rest.some(
    ({ attribute }) =>
      attribute.length !== first?.attribute.length ||
      attribute.some((one, i) => !sameAttribute(one, first.attribute[i])),
  );
}

/** Name of what is computed in the place of integers; null where they follow no formula. */
function computed(
  sizes: ComputedSizes,
  integers: readonly Integers[],
  models: SizedModels,
  isShape: boolean,
): string | null {
  const [{ values: first, rank, dataType }] = integers as [Integers];
  const form = { dataType, rank };
  if (integers.some(({ values }) => values.length !== first.length)) {
    if (!integers.every(({ values }) => values.every((value, i) => value === i))) return null;
    const count = formulaOf(
      integers.map(({ values }) => values.length),
      models,
    );
    return count === null ? null : sizes.counting(count, form);
  }
  const formulas = first.map((_, i) =>
    formulaOf(
      integers.map(({ values }) => values[i]!),
      models,
    ),
  );
  if (formulas.includes(null)) return null;
  const found = formulas as SizeFormula[];
  const open = found.map((formula) =>
    formula.some((coefficient, product) => product > 0 && coefficient !== 0),
  );
  // One open side is left to the runtime, which knows it from the number of elements.
  if (isShape && open.filter(Boolean).length === 1)
    return sizes.constant(found.map(([alone], i) => (open[i] ? -1 : alone!)));
  return sizes.numbers(found, form);
}

/** The formula of a number that is known of every model, the check's last; null where there is none in whole numbers. */
function formulaOf(values: readonly number[], { corners, check }: SizedModels): SizeFormula | null {
  const formula = formulaThrough(values.slice(0, -1), corners[0]!.sizes, corners.at(-1)!.sizes);
  const fits = formula.every(Number.isInteger) && formulaAt(formula, check.sizes) === values.at(-1);
  return fits ? formula : null;
}

/** Sides of inputs and outputs that follow sizes get their names. */
function freeDimensions(models: SizedModels, axes: readonly FreeAxis[]): void {
  const [first, ...others] = models.corners as [SizedModel, ...SizedModel[]];
  const rest = [...others, models.check];
  const names = axes.map(({ name }) => name);
  for (const ports of ["input", "output"] as const) {
    first.graph[ports].forEach((port, i) => {
      const sizes = rest.map(({ graph }) => shapeOf(graph[ports][i]));
      shapeOf(port).forEach((side, axis) => {
        const values = [side, ...sizes.map((sides) => sides[axis])].map((each) => Number(each?.value.value));
        if (values.every((value) => value === values[0])) return;
        const formula = formulaOf(values, models);
        side.value = {
          case: "dimParam",
          value: formula === null ? `${port.name}_${axis}` : formulaName(formula, names),
        };
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

function fixedSize({ name, opType }: NodeProto, reason: string, called: string): ShapeError {
  return new ShapeError(
    `The encoder cannot be exported for any ${called}: ${opType} ${name}: ${reason}. Write that layer without the ${called}, for example with -1 in reshape.`,
    { node: name },
  );
}
