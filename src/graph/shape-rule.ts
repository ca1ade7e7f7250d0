import type { OperatorAttributes, OperatorName } from "./operators.js";
import { type DType, type Shape, sizeOf, type TensorType } from "./types.js";

export type Types = readonly TensorType[];

/** From operand types to output types, or a sentence that says what the operator expects. */
export type Rule<Attributes = unknown> = (inputs: Types, attributes: Attributes) => Types | string;
export type RuleOf<Name extends OperatorName> = Rule<OperatorAttributes[Name]>;

/** One float32 output. */
export const float = (shape: Shape): Types => [{ dtype: "float32", shape }];

export const isIndex = (type: TensorType | undefined): boolean =>
  type?.dtype === "int32" || type?.dtype === "int64";

/** A sentence unless there are `count` operands, all float32. */
export function floatOperands(inputs: Types, count: number): string | undefined {
  if (inputs.length !== count) return `expects ${count} operand${count === 1 ? "" : "s"}`;
  return inputs.every(({ dtype }) => dtype === "float32") ? undefined : "expects float32 (cast first)";
}

/** A sentence unless `axis` is one of the shape's. */
export function axisOf(shape: Shape, axis: number): string | undefined {
  return Number.isInteger(axis) && axis >= 0 && axis < shape.length ? undefined : `has no axis ${axis}`;
}

/** A sentence unless all sides are whole numbers from 1. */
export function wholeShape(shape: Shape): string | undefined {
  return shape.every((side) => Number.isInteger(side) && side > 0)
    ? undefined
    : "expects sides that are whole numbers from 1";
}

/** NumPy broadcasting; undefined when the shapes do not fit. */
export function broadcastShapes(...shapes: Shape[]): Shape | undefined {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    for (let i = 0; i < shape.length; i++) {
      const axis = rank - shape.length + i;
      const side = shape[i] ?? 1;
      if (side === 1) continue;
      if (result[axis] !== 1 && result[axis] !== side) return undefined;
      result[axis] = side;
    }
  }
  return result;
}

/** The shape left when axes are reduced. */
export function reduceShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  if (keepDims) return shape.map((side, axis) => (axes.includes(axis) ? 1 : side));
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** Checks a leaf's declared type. */
export function leaf(dtype: DType, shape: Shape, elements = sizeOf(shape)): Types | string {
  const wrong = wholeShape(shape);
  if (wrong !== undefined) return `${wrong}, not [${shape.join(", ")}]`;
  return elements === sizeOf(shape)
    ? [{ dtype, shape }]
    : `expects ${sizeOf(shape)} numbers for [${shape.join(", ")}], has ${elements}`;
}
