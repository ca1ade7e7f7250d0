/** A smooth function of many numbers: returns its value and writes its gradient. */
export type Objective = (x: Float64Array, gradient: Float64Array) => Promise<number>;

export interface MinimiseOptions {
  /** Most steps. Default 200. */
  readonly maxIterations?: number;
  /** Stop when no partial derivative is greater. Default 1e-4. */
  readonly gradientTolerance?: number;
  /** Stop when ten steps together lower the value by less than this share of it. Default 1e-4. */
  readonly valueTolerance?: number;
}

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  readonly evaluations: number;
}

/** Pairs of steps and gradient changes that are remembered. */
const memory = 10;

/**
 * Limited-memory BFGS (Nocedal & Wright, "Numerical optimization", algorithms 7.4 and 7.5) with a line search that
 * brackets the weak Wolfe conditions by bisection. No step size to tune; the same start gives the same end.
 */
export async function minimise(
  objective: Objective,
  start: Float64Array,
  { maxIterations = 200, gradientTolerance = 1e-4, valueTolerance = 1e-4 }: MinimiseOptions = {},
): Promise<Minimum> {
  let x: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(x.length);
  let value = await objective(x, gradient);
  let evaluations = 1;
  let iterations = 0;
  const steps: Float64Array[] = [];
  const changes: Float64Array[] = [];
  const history = [value];
  for (; iterations < maxIterations && largest(gradient) > gradientTolerance; iterations++) {
    const direction = twoLoop(gradient, steps, changes);
    const found = await lineSearch(objective, x, value, gradient, direction, steps.length === 0);
    evaluations += found.evaluations;
    if (!(found.value < value)) break; // Rounding leaves nothing to gain.
    const step = found.x.map((after, i) => after - x[i]!);
    const change = found.gradient.map((after, i) => after - gradient[i]!);
    if (dot(step, change) > 1e-12 * dot(change, change)) {
      steps.push(step);
      changes.push(change);
      if (steps.length > memory) {
        steps.shift();
        changes.shift();
      }
    }
    ({ x, value, gradient } = found);
    history.push(value);
    const before = history.at(-11);
    if (before !== undefined && before - value < valueTolerance * Math.abs(value)) break;
  }
  return { x, value, iterations, evaluations };
}

/** The quasi-Newton direction -H g from the remembered pairs. */
function twoLoop(gradient: Float64Array, steps: readonly Float64Array[], changes: readonly Float64Array[]) {
  const q = gradient.map((g) => -g);
  const rho = steps.map((step, i) => 1 / dot(step, changes[i]!));
  const alpha = new Float64Array(steps.length);
  for (let i = steps.length - 1; i >= 0; i--) {
    alpha[i] = rho[i]! * dot(steps[i]!, q);
    addScaled(q, changes[i]!, -alpha[i]!);
  }
  const last = steps.length - 1;
  if (last >= 0) {
    const scale = dot(steps[last]!, changes[last]!) / dot(changes[last]!, changes[last]!);
    for (let i = 0; i < q.length; i++) q[i]! *= scale;
  }
  for (let i = 0; i < steps.length; i++) addScaled(q, steps[i]!, alpha[i]! - rho[i]! * dot(changes[i]!, q));
  return q;
}

async function lineSearch(
  objective: Objective,
  x: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
  first: boolean,
) {
  const slope = dot(gradient, direction);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let step = first ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
  let best = { x, value, gradient };
  let evaluations = 0;
  for (; evaluations < 20; ) {
    const at = x.map((start, i) => start + step * direction[i]!);
    const g = new Float64Array(x.length);
    const v = await objective(at, g);
    evaluations++;
    if (v < best.value) best = { x: at, value: v, gradient: g };
    if (!(v <= value + 1e-4 * step * slope)) high = step;
    else if (dot(g, direction) < 0.9 * slope) low = step;
    else return { x: at, value: v, gradient: g, evaluations };
    step = high === Number.POSITIVE_INFINITY ? 2 * step : (low + high) / 2;
  }
  return { ...best, evaluations };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addScaled(a: Float64Array, b: Float64Array, scale: number): void {
  for (let i = 0; i < a.length; i++) a[i]! += scale * b[i]!;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
