import type { OperatorAttributes, OperatorName, Shape, TensorType } from "../../graph/index.js";

/** A tensor of the reference evaluator: doubles whatever its type; booleans are 0 and 1. */
export interface ReferenceArray extends TensorType {
  readonly data: Float64Array;
}

type Inputs = readonly [ReferenceArray, ReferenceArray, ReferenceArray];
type Outputs = readonly [TensorType, TensorType, TensorType];

/** Computes from attributes of one shape: the data of each output, in the order of `outputs`. */
export type KernelOn<Attributes> = (
  inputs: Inputs,
  attributes: Attributes,
  outputs: Outputs,
) => readonly Float64Array[];

/** Computes one operator. */
export type Kernel<Name extends OperatorName> = KernelOn<OperatorAttributes[Name]>;

/** Steps between neighbours along each axis of a dense tensor. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** Where a position lies in a dense tensor of a shape that broadcasts to the position's. */
export function flatten(position: readonly number[], shape: Shape): number {
  const strides = stridesOf(shape);
  const skip = position.length - shape.length;
  let flat = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] !== 1) flat += position[skip + axis]! * strides[axis]!;
  }
  return flat;
}

/** The position of the `flat`-th element of a shape. */
export function positionOf(flat: number, shape: Shape): number[] {
  return stridesOf(shape).map((step, axis) => Math.floor(flat / step) % shape[axis]!);
}

/** Fills a tensor from a function of each element's position. */
export function fill(
  shape: Shape,
  value: (position: readonly number[], flat: number) => number,
): Float64Array {
  const size = shape.reduce((product, side) => product * side, 1);
  const data = new Float64Array(size);
  for (let flat = 0; flat < size; flat++) data[flat] = value(positionOf(flat, shape), flat);
  return data;
}

/** A position with one coordinate replaced. */
export function moved(position: readonly number[], axis: number, to: number): number[] {
  return position.map((at, i) => (i === axis ? to : at));
}

/** An index that may count from the end. */
export function wrapped(index: number, size: number): number {
  return index < 0 ? index + size : index;
}
