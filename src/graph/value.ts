import { ShapeError } from "../errors.js";
import type { OperatorAttributes, OperatorName } from "./operators.js";
import { shapeRules } from "./shape-rules.js";
import { type DType, type Shape, showShape, type TensorType } from "./types.js";

/** One application of an operator. Graphs are the nodes reachable from the values asked for. */
export interface Node<Name extends OperatorName = OperatorName> {
  readonly id: number;
  readonly op: Name;
  readonly attributes: OperatorAttributes[Name];
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** Where in the model it was traced, such as `encoder/stage2/block1/conv1`. */
  readonly path: string;
}

/** One output of a node, with its static type. */
export interface Value extends TensorType {
  readonly node: Node;
  readonly index: number;
  readonly dtype: DType;
  readonly shape: Shape;
}

let nextId = 0;
let currentPath = "";

/** Runs `body` with `path` as the place that new nodes and error messages carry. */
export function tracingAt<Result>(path: string, body: () => Result): Result {
  const outer = currentPath;
  currentPath = path;
  try {
    return body();
  } finally {
    currentPath = outer;
  }
}

/**
 * Adds a node and returns its outputs.
 * @throws ShapeError naming the operation, the operands' types and the layer's path when they do not fit.
 */
export function applyAll<Name extends OperatorName>(
  op: Name,
  inputs: readonly Value[],
  attributes: OperatorAttributes[Name],
): readonly Value[] {
  const outputs: Value[] = [];
  const node: Node<Name> = { id: nextId++, op, attributes, inputs, outputs, path: currentPath };
  const rule = shapeRules[op] as (
    inputs: readonly TensorType[],
    attributes: OperatorAttributes[Name],
  ) => readonly TensorType[] | string;
  const types = rule(inputs, attributes);
  if (typeof types === "string") throw misfit(op, inputs, types);
  types.forEach(({ dtype, shape }, index) => {
    outputs.push({ node: node as unknown as Node, index, dtype, shape });
  });
  return outputs;
}

/** `applyAll` for operators with one output. */
export function apply<Name extends OperatorName>(
  op: Name,
  inputs: readonly Value[],
  attributes: OperatorAttributes[Name],
): Value {
  const [value] = applyAll(op, inputs, attributes);
  if (value === undefined) throw new ShapeError(`${op} has no output`, { op });
  return value;
}

function misfit(op: string, inputs: readonly TensorType[], reason: string): ShapeError {
  const operands = inputs
    .map(({ dtype, shape }) => (dtype === "float32" ? "" : dtype) + showShape(shape))
    .join(" and ");
  const place = currentPath === "" ? "" : ` in ${currentPath}`;
  return new ShapeError(`${op}${place}: ${reason}; got ${operands || "no operands"}.`, {
    op,
    path: currentPath,
    shapes: inputs.map((input) => input.shape),
  });
}
