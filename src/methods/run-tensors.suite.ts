import { type Feeds, inlineEngine, type StateEntry } from "../engine/index.js";
import type { Tensor } from "../tensor/index.js";

/** Values of tensors by name, from one run of an engine of their own. */
export async function runTensors(
  tensors: Readonly<Record<string, Tensor>>,
  {
    feeds = {},
    state = [],
    seed = 1,
  }: { readonly feeds?: Feeds; readonly state?: readonly StateEntry[]; readonly seed?: number } = {},
): Promise<(name: string) => number[]> {
  const engine = inlineEngine();
  const outputs = new Map(Object.entries(tensors));
  const program = await engine.load(
    { outputs, updates: new Map() },
    { store: await engine.createStore(state) },
  );
  const results = await program.run(feeds, { seed, step: 0 });
  await engine.dispose();
  return (name) => Array.from(results[name] ?? [], Number);
}

/** Rows of so many numbers. */
export function rowsOf(values: readonly number[], width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));
}
