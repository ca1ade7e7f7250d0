import type { DataSource } from "../data/index.js";
import type { Engine, StateEntry } from "../engine/index.js";
import { kindOf } from "../kinds/index.js";
import { type EnergyGap, energyGap } from "../metrics/index.js";
import { fitState } from "../runs/index.js";
import type { RunParts } from "../setup/index.js";
import { energyProgram } from "../steps/index.js";
import { drawEnergyPairs, type PairKinds } from "./energy-pairs.js";

/** Energies of pairs of views, and how far the two kinds lie apart. */
export interface PairEnergies extends EnergyGap {
  readonly compatibleEnergies: Float32Array;
  readonly incompatibleEnergies: Float32Array;
}

/** Measures the same pairs under any state of one model. */
export interface PairMeter {
  /** Compatible pairs; as many incompatible ones, less those whose samples turn out to be of one class. */
  readonly pairs: number;
  readonly kinds: PairKinds;
  /** @param state a checkpoint's; null for the run's first values, which its seed gives */
  measure(state: readonly StateEntry[] | null): Promise<PairEnergies>;
  dispose(): Promise<void>;
}

/** Of the samples and of the views that are drawn; one for all, so that numbers of two runs are of the same views. */
const viewSeed = 0;

/**
 * Makes ready a fixed draw of pairs: which samples, which views of them, and who is paired with whom. Views are as
 * strong, as close and as large as those of the method's first group; second pictures are partners as in training.
 * @param samples how many at most; a few fewer make whole batches
 * @returns null for a method without an energy
 * @throws DataError when too few samples have a partner as the run's positives need it
 */
export async function openPairMeter(
  engine: Engine,
  { config, encoder, method }: Pick<RunParts, "config" | "encoder" | "method">,
  source: DataSource,
  samples = 2000,
): Promise<PairMeter | null> {
  if (method.energy === undefined) return null;
  // Both views of a pair are drawn like the method's first ones.
  const views = kindOf(config.data).views(config, method.views.slice(0, 1));
  const drawn = await drawEnergyPairs(config, method, source, { most: samples, seed: viewSeed }, views);
  const { batches, batchSize, isApart, kinds } = drawn;
  const traced = energyProgram(config, encoder, method, batchSize);
  if (traced === null) return null;
  const pairs = batches * batchSize;
  const fresh = traced.scope.variables.initialValues(config.seed);
  const store = await engine.createStore(fresh);
  const program = await engine.load(traced.program, { store, name: "energy" });
  return {
    pairs,
    kinds,
    async measure(state) {
      await store.write(state === null ? fresh : fitState(fresh, state, "the run"));
      const [compatible, incompatible] = [new Float32Array(pairs), new Float32Array(pairs)];
      for (let i = 0; i < batches; i++) {
        const outputs = await program.run(await drawn.feeds(i), { seed: viewSeed, step: i });
        compatible.set(outputs.compatible as Float32Array, i * batchSize);
        incompatible.set(outputs.incompatible as Float32Array, i * batchSize);
      }
      const incompatibleEnergies = incompatible.filter((_, row) => isApart(row));
      return {
        ...energyGap(compatible, incompatibleEnergies),
        compatibleEnergies: compatible,
        incompatibleEnergies,
      };
    },
    async dispose() {
      await program.dispose();
      await store.dispose();
    },
  };
}
