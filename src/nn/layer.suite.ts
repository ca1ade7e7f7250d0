import { inlineEngine } from "../engine/index.js";
import { type Shape, sizeOf } from "../graph/index.js";
import { input, type Tensor } from "../tensor/index.js";
import { Scope } from "./index.js";

export interface LayerRun {
  /** The layer's output of each run. */
  readonly outputs: readonly Float32Array[];
  /** Parameters and state before the first run and after the last, by name. */
  readonly before: Readonly<Record<string, Float32Array>>;
  readonly after: Readonly<Record<string, Float32Array>>;
  readonly shape: Shape;
}

/** Runs a layer on one or more inputs in turn; all parameters are moved off their first values. */
export async function runLayer(
  layer: (scope: Scope, x: Tensor) => Tensor,
  shape: Shape,
  inputs: readonly Float32Array[],
  { training = true, stir = 0.1 }: { readonly training?: boolean; readonly stir?: number } = {},
): Promise<LayerRun> {
  const scope = Scope.root({ training });
  const y = layer(scope, input("x", shape));
  const values = scope.variables.initialValues(7).map((entry) => ({
    ...entry,
    data: Float32Array.from(
      entry.data as Float32Array,
      (value, i) => value + stir * Math.abs(Math.sin(i + 1)),
    ),
  }));
  const engine = inlineEngine();
  const store = await engine.createStore(values);
  const program = await engine.load(
    { outputs: new Map([["y", y]]), updates: scope.variables.assigned() },
    { store },
  );
  const outputs: Float32Array[] = [];
  for (const [step, x] of inputs.entries()) {
    outputs.push((await program.run({ x }, { seed: 5, step })).y as Float32Array);
  }
  const after = await store.read();
  await engine.dispose();
  const named = (entries: readonly { name: string; data: unknown }[]) =>
    Object.fromEntries(entries.map(({ name, data }) => [name, data as Float32Array]));
  return { outputs, before: named(values), after: named(after), shape: y.shape };
}

/** Numbers that look like nothing in particular, the same every time. */
export function waves(shape: Shape, phase = 0): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, (_, i) =>
    Math.sin(phase + 1.7 * i + Math.sin(0.31 * i)),
  );
}

/** Greatest absolute difference; infinity for different lengths. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i]! - b[i]!));
  return worst;
}
