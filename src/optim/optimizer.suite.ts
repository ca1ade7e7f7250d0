import { inlineEngine } from "../engine/index.js";
import { constantInit, type ParameterRole, Scope } from "../nn/index.js";
import { input } from "../tensor/index.js";
import { applyUpdates, type Optimizer } from "./index.js";

export interface Trajectory {
  /** The parameter after each step. */
  readonly values: readonly (readonly number[])[];
  /** State besides the parameter at the end, by name. */
  readonly state: Readonly<Record<string, readonly number[]>>;
}

/** Steps one parameter of equal numbers along given gradients on the engine. */
export async function trajectory(
  optimizer: Optimizer,
  {
    start,
    gradients,
    learningRate,
    role = "weight",
  }: {
    readonly start: number;
    readonly gradients: readonly (readonly number[])[];
    readonly learningRate: number | readonly number[];
    readonly role?: ParameterRole;
  },
): Promise<Trajectory> {
  const scope = Scope.root();
  const size = gradients[0]?.length ?? 0;
  scope.parameter("p", [size], constantInit(start), role);
  const parameters = scope.variables.parameters();
  const updates = applyUpdates(scope.child("optimizer"), optimizer, parameters, [input("gradient", [size])], {
    learningRate: input("learningRate", [], "float32", "schedule"),
    step: input("step", [], "float32", "schedule"),
    progress: input("progress", [], "float32", "schedule"),
  });
  const engine = inlineEngine();
  const store = await engine.createStore(scope.variables.initialValues(0));
  const program = await engine.load(
    { outputs: new Map(), updates: new Map([...updates, ...scope.variables.assigned()]) },
    { store },
  );
  const values: number[][] = [];
  for (const [i, gradient] of gradients.entries()) {
    const rate = typeof learningRate === "number" ? learningRate : learningRate[i]!;
    await program.run({
      gradient: Float32Array.from(gradient),
      learningRate: Float32Array.of(rate),
      step: Float32Array.of(i + 1),
      progress: Float32Array.of(i / gradients.length),
    });
    const [entry] = await store.read(["p"]);
    values.push(Array.from(entry?.data as Float32Array));
  }
  const state = Object.fromEntries(
    (await store.read())
      .filter(({ name }) => name !== "p")
      .map(({ name, data }) => [name, Array.from(data as Float32Array)]),
  );
  await engine.dispose();
  return { values, state };
}

/** Three gradients of two elements. */
export const gradients = [
  [0.3, -1],
  [0.1, 2],
  [-0.4, 0.5],
] as const;
