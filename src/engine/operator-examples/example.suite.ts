import { type DType, type Shape, sizeOf } from "../../graph/index.js";
import { threefry } from "../../random/index.js";
import type { Tensor } from "../../tensor/index.js";

/** Numbers for one operand. */
export interface ExampleOperand {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: readonly number[];
  /** Whether gradients in it are compared with finite differences. */
  readonly differentiable: boolean;
}

/** One use of an operator with numbers, compared in every way that applies. */
export interface Example {
  readonly operands: readonly ExampleOperand[];
  build(...operands: Tensor[]): Tensor | readonly Tensor[];
}

export function example(operands: readonly ExampleOperand[], build: Example["build"]): Example {
  return { operands, build };
}

const words = new Uint32Array(2);
let counter = 0;

/** The next number in [0, 1); the same sequence in every run. */
export function nextUniform(): number {
  threefry(1, 2, counter++, 0, words);
  return words[0]! * 2 ** -32;
}

function floatOperand(shape: Shape, value: (i: number) => number): ExampleOperand {
  // Rounded to float32 here, so that the engine and the reference start from the same numbers.
  const data = Array.from({ length: sizeOf(shape) }, (_, i) => Math.fround(value(i)));
  return { dtype: "float32", shape, data, differentiable: true };
}

export function floats(shape: Shape, low = -2, high = 2): ExampleOperand {
  return floatOperand(shape, () => low + (high - low) * nextUniform());
}

function shuffled(n: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(nextUniform() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** Values no two of which are near each other, nor near zero: for operators with kinks. */
export function distinct(shape: Shape, spacing = 0.11): ExampleOperand {
  const n = sizeOf(shape);
  const order = shuffled(n);
  return floatOperand(shape, (i) => (order[i]! - n / 2 + 0.31) * spacing);
}

/** Given numbers, with kinks or ties: values are compared, finite differences are not. */
export function fixed(shape: Shape, data: readonly number[]): ExampleOperand {
  return { ...floatOperand(shape, (i) => data[i % data.length]!), differentiable: false };
}

export function integers(shape: Shape, below: number, dtype: DType = "int32"): ExampleOperand {
  const data = Array.from({ length: sizeOf(shape) }, () => Math.floor(nextUniform() * below));
  return { dtype, shape, data, differentiable: false };
}

export function booleans(shape: Shape): ExampleOperand {
  return integers(shape, 2, "bool");
}
