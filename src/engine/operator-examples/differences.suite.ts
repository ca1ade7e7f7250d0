import type { Program } from "../../graph/index.js";
import type { Tensor } from "../../tensor/index.js";
import { evaluate, type ReferenceFeeds } from "../index.js";
import { nextUniform } from "./example.suite.js";

/**
 * Compares gradients with the central difference of a scalar along a random direction in one operand, both in
 * double precision.
 * @returns the error relative to the gradient's size along that direction; 0 is exact, 1e-5 is the tolerance.
 */
export function differenceError(
  scalar: Tensor,
  gradientInOperand: Tensor,
  name: string,
  feeds: ReferenceFeeds,
): number {
  const start = Float64Array.from(feeds[name] ?? []);
  const direction = start.map(() => nextUniform() * 2 - 1);
  const step = 1e-4;
  const at = (t: number) => value(scalar, { ...feeds, [name]: start.map((x, i) => x + t * direction[i]!) });
  const numeric = ((at(step) - at(-step)) * 8 - (at(2 * step) - at(-2 * step))) / (12 * step);
  const slopes = run(gradientInOperand, feeds);
  let analytic = 0;
  let size = 0;
  slopes.forEach((slope, i) => {
    analytic += slope * direction[i]!;
    size += Math.abs(slope * direction[i]!);
  });
  return Math.abs(analytic - numeric) / Math.max(size, Math.abs(numeric), 1e-3);
}

function run(tensor: Tensor, feeds: ReferenceFeeds): Float64Array {
  const program: Program = { outputs: new Map([["value", tensor]]), updates: new Map() };
  return evaluate(program, feeds).outputs.value ?? new Float64Array();
}

function value(tensor: Tensor, feeds: ReferenceFeeds): number {
  return run(tensor, feeds)[0] ?? Number.NaN;
}
