import { type ImageSource, permutation } from "../data/index.js";
import type { Engine, StateEntry } from "../engine/index.js";
import { type EnergyGap, energyGap } from "../metrics/index.js";
import { energyProgram, fitState, type StepParts } from "../train/index.js";

/** Energies of pairs of views, and how far the two kinds lie apart. */
export interface PairEnergies extends EnergyGap {
  /** Of two views of one sample. */
  readonly compatibleEnergies: Float32Array;
  /** Of views of two samples. */
  readonly incompatibleEnergies: Float32Array;
}

/** Measures the same pairs under any state of one model. */
export interface PairMeter {
  /** Pairs of each kind. */
  readonly pairs: number;
  /** @param state a checkpoint's; null for the run's first values, which its seed gives */
  measure(state: readonly StateEntry[] | null): Promise<PairEnergies>;
  dispose(): Promise<void>;
}

const largestBatch = 256;
/** Of the views that are drawn; one for all, so that numbers of two runs are of the same views. */
const viewSeed = 0;

/**
 * Makes ready a fixed draw of pairs: which samples, which views of them, and who is paired with whom.
 * @param samples how many at most; a few fewer make whole batches
 * @returns null for a method without an energy
 */
export async function openPairMeter(
  engine: Engine,
  { config, encoder, method }: Pick<StepParts, "config" | "encoder" | "method">,
  source: ImageSource,
  samples = 2000,
): Promise<PairMeter | null> {
  const count = Math.min(samples, source.length);
  const batches = Math.ceil(count / largestBatch);
  const batchSize = Math.floor(count / batches);
  const traced = energyProgram(config, encoder, method, batchSize);
  if (traced === null) return null;
  const pairs = batches * batchSize;
  // Shuffled: neighbours in a folder are often of one class.
  const { images } = await source.read(permutation(source.length, [viewSeed]).subarray(0, pairs));
  const fresh = traced.scope.variables.initialValues(config.seed);
  const store = await engine.createStore(fresh);
  const program = await engine.load(traced.program, { store, name: "energy" });
  const bytes = images.length / batches;
  return {
    pairs,
    async measure(state) {
      await store.write(state === null ? fresh : fitState(fresh, state, "the run"));
      const [compatible, incompatible] = [new Float32Array(pairs), new Float32Array(pairs)];
      for (let i = 0; i < batches; i++) {
        const feeds = { images: images.slice(i * bytes, (i + 1) * bytes) };
        const outputs = await program.run(feeds, { seed: viewSeed, step: i });
        compatible.set(outputs.compatible as Float32Array, i * batchSize);
        incompatible.set(outputs.incompatible as Float32Array, i * batchSize);
      }
      return {
        ...energyGap(compatible, incompatible),
        compatibleEnergies: compatible,
        incompatibleEnergies: incompatible,
      };
    },
    async dispose() {
      await program.dispose();
      await store.dispose();
    },
  };
}
