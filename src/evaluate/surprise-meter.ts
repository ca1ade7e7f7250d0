import { type DataSource, evenlySpread, subset } from "../data/index.js";
import type { Engine, StateEntry } from "../engine/index.js";
import { fitState } from "../runs/index.js";
import type { RunParts } from "../setup/index.js";
import { surpriseProgram } from "../steps/index.js";
import { type Judged, judgeAll } from "../trained/index.js";

/** How little some samples of a source were expected. */
export interface Surprises extends Pick<Judged, "mean" | "parts"> {
  /** Which samples of the source. */
  readonly indices: readonly number[];
  /** Of each, per part that was predicted; not a number where there was none. */
  readonly each: Float64Array;
}

/** Judges samples by a trained model. */
export interface SurpriseMeter {
  /** @param most samples at most, spread evenly over the source */
  measure(source: DataSource, most: number): Promise<Surprises>;
  dispose(): Promise<void>;
}

const batchSize = 64;

/**
 * Makes ready a model to judge samples.
 * @param corrupt share of each text's tokens that become others before it is judged
 * @returns null for a method without a surprise
 */
export async function openSurpriseMeter(
  engine: Engine,
  { config, encoder, method }: Pick<RunParts, "config" | "encoder" | "method">,
  state: readonly StateEntry[],
  corrupt = 0,
): Promise<SurpriseMeter | null> {
  const traced = surpriseProgram(config, encoder, method, batchSize, corrupt);
  if (traced === null) return null;
  const fresh = traced.scope.variables.initialValues(config.seed);
  const store = await engine.createStore(fitState(fresh, state, "the run"));
  const program = await engine.load(traced.program, { store, name: "surprise" });
  return {
    async measure(source, most) {
      const indices = evenlySpread(source.length, most);
      const { totals, counts, mean, parts } = await judgeAll(program, subset(source, indices), batchSize);
      return {
        indices: Array.from(indices),
        each: totals.map((total, i) => total / counts[i]!),
        mean,
        parts,
      };
    },
    async dispose() {
      await program.dispose();
      await store.dispose();
    },
  };
}
