import type { Engine, Store } from "../engine/index.js";
import type { RunParts } from "../setup/index.js";
import { sampleProgram } from "../steps/index.js";
import type { SamplesEvent } from "./events.js";

/** New pictures that are drawn of a run at a time. */
export const samplesAtOnce = 12;

/** What a generator makes of the same latents at every call; null for methods that make no new pictures. */
export async function sampleDraws({
  parts: { config, encoder, method },
  engine,
  store,
}: {
  readonly parts: RunParts;
  readonly engine: Engine;
  readonly store: Store;
}): Promise<((step: number) => Promise<SamplesEvent>) | null> {
  const traced = sampleProgram(config, encoder, method, samplesAtOnce);
  if (traced === null) return null;
  const program = await engine.load(traced.program, { store, name: "samples" });
  const shape = traced.program.outputs.get("pictures")?.shape ?? [];
  return async (step) => {
    // Draws of one step, so that the latents are the same every time.
    const drawn = await program.run({}, { seed: config.seed, step: 0 });
    return { type: "samples", step, pictures: drawn.pictures as Float32Array, shape };
  };
}
