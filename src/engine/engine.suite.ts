import type { Program, Shape } from "../graph/index.js";
import { add, input, mul, type Tensor } from "../tensor/index.js";
import type { StateEntry } from "./index.js";

export const state = (name: string, shape: Shape): Tensor => input(name, shape, "float32", "state");

export const program = (outputs: Record<string, Tensor>, updates: Record<string, Tensor> = {}): Program => ({
  outputs: new Map(Object.entries(outputs)),
  updates: new Map(Object.entries(updates)),
});

export const entry = (name: string, ...values: number[]): StateEntry => ({
  name,
  dtype: "float32",
  shape: [values.length],
  data: Float32Array.from(values),
});

/** total <- total + x * rate; gives the total before the step. */
export function accumulate(): Program {
  const total = state("total", [2]);
  const step = mul(input("x", [2]), input("rate", [], "float32", "schedule"));
  return program({ before: total }, { total: add(total, step) });
}
