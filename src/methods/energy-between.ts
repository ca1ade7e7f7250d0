import type { Tensor } from "../tensor/index.js";
import type { Head } from "./projector.js";
import type { EnergyContext } from "./step.js";

/** An energy of two rows of vectors, `[N, P]` each, to `[N]`. */
type Compare<Settings> = (zx: Tensor, zy: Tensor, settings: Settings) => Tensor;

/** F(x, y) = compare(g(f(x)), g(f(y))): for methods that compare what one head g makes of both. */
export function energyBetween<Settings>(compare: Compare<Settings>, head: Head<Settings>) {
  return ({ scope, encode, x, y }: EnergyContext, settings: Settings): Tensor =>
    compare(head(scope, encode(x), settings), head(scope, encode(y), settings), settings);
}

/** F(x, y) = compare(q(f(x)), g'(f'(y))): what the student's head q makes of x, with what the teacher's makes of y. */
export function energyToTeacher<Settings>(
  compare: Compare<Settings>,
  head: Head<Settings>,
  target: Head<Settings>,
) {
  return ({ scope, encode, teacher, x, y }: EnergyContext, settings: Settings): Tensor =>
    compare(head(scope, encode(x), settings), target(teacher.scope, teacher.encode(y), settings), settings);
}
