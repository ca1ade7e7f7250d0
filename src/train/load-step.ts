import type { Engine, Feeds, LoadedProgram, Outputs, Store } from "../engine/index.js";
import type { DrawState } from "../random/index.js";
import { SCHEDULES, type TracedStep } from "../steps/index.js";

/** A step in the engine: one program, or two where gradients are added up. */
export interface LoadedStep {
  /** Takes a step of the batches that it is fed, one after the other; each draws for itself. */
  run(batches: readonly Feeds[], draws: DrawState): Promise<Outputs>;
  /** What it is made of, in the order in which they run. */
  readonly programs: readonly LoadedProgram[];
}

/**
 * Loads a step into the engine.
 * @param store holds the run's state; sums of gradients are added to it
 * @param profile path prefix of a profile to record, of what is read of a batch
 */
export async function loadStep(
  engine: Engine,
  store: Store,
  traced: TracedStep,
  profile?: string,
): Promise<LoadedStep> {
  const options = { store, ...(profile === undefined ? {} : { profile }) };
  if ("train" in traced) {
    const train = await engine.load(traced.train, { ...options, name: "step" });
    return { run: ([batch = {}], draws) => train.run(batch, draws), programs: [train] };
  }
  await store.write(traced.sums.initialValues(0), { give: true });
  const gradients = await engine.load(traced.gradients, { ...options, name: "gradients" });
  const apply = await engine.load(traced.apply, { store, name: "apply" });
  return {
    programs: [gradients, apply],
    async run(batches, draws) {
      const read: Outputs[] = [];
      for (const [micro, batch] of batches.entries())
        read.push(await gradients.run(batch, { ...draws, micro }));
      return { ...means(read), ...(await apply.run(schedulesOf(batches[0] ?? {}), draws)) };
    },
  };
}

/** The part of what a batch is fed that goes by steps. */
function schedulesOf(feeds: Feeds): Feeds {
  return Object.fromEntries(
    SCHEDULES.flatMap((name) => (feeds[name] === undefined ? [] : [[name, feeds[name]]])),
  );
}

/** The mean of each output over the batches, which is its value over all of them: losses and metrics are means. */
function means(read: readonly Outputs[]): Outputs {
  return Object.fromEntries(
    Object.keys(read[0] ?? {}).map((name) => [
      name,
      Float32Array.of(read.reduce((sum, outputs) => sum + Number(outputs[name]?.[0]), 0) / read.length),
    ]),
  );
}
