import { DataError } from "../errors.js";
import { EMBEDDING, encodeProgram, HEAD, PROJECTION } from "../steps/index.js";
import { encodeAll } from "../trained/index.js";
import type { Training } from "./training.js";

/** A method's work on the host, made ready. */
export interface HostPhase {
  /** Steps from one to the next. */
  readonly every: number;
  /** Whether it comes before the step after `done` steps. */
  dueAt(done: number): boolean;
  /** Runs it and writes what it found into the run's state. */
  run(done: number): Promise<void>;
}

/**
 * The method's phase, where it has one. It comes after the checkpoint of the same step, so a run that goes on from
 * that checkpoint does it again, to the same bits (on the same machine, device and number of threads).
 */
export function hostPhase(training: Training, stepsPerEpoch: number): HostPhase | null {
  const { config, method, encoder } = training.parts;
  const { phase } = method;
  if (phase === undefined) return null;
  const every = Math.max(1, Math.round(phase.everyEpochs * stepsPerEpoch));
  const layer = method.project === undefined ? EMBEDDING : PROJECTION;
  const { engine, store } = training;
  const embed = async () => {
    const { program } = encodeProgram(config, encoder, method, config.batchSize, [layer]);
    const dimensions = program.outputs.get(layer)?.shape[1] ?? 0;
    const loaded = await engine.load(program, { store, name: "phase" });
    try {
      const vectors = await encodeAll(loaded, training.samples.training, config.batchSize, dimensions, layer);
      return { vectors, dimensions };
    } finally {
      await loaded.dispose();
    }
  };
  return {
    every,
    dueAt: (done) => done % every === 0,
    async run(done) {
      const next = await phase.run({ seed: config.seed, step: done, embed });
      const entries = await store.read([...next.keys()].map((name) => `${HEAD}/${name}`));
      await store.write(
        entries.map((entry) => {
          const data = next.get(entry.name.slice(HEAD.length + 1));
          if (data?.length === entry.data.length) return { ...entry, data };
          throw new DataError(
            `The phase of ${method.name} gave ${data?.length ?? 0} numbers for ${entry.name}, which holds ${entry.data.length}.`,
          );
        }),
      );
    },
  };
}
