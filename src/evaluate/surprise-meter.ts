import { type DataSource, evenlySpread, inOrder, subset } from "../data/index.js";
import type { Engine, StateEntry } from "../engine/index.js";
import { kindOf } from "../kinds/index.js";
import { fitState } from "../runs/index.js";
import type { RunParts } from "../setup/index.js";
import { surpriseProgram } from "../steps/index.js";
import { padded } from "../trained/index.js";

/** How little samples were expected, in what the method counts: of texts, nats of the tokens that it predicted. */
export interface Surprises {
  /** Which samples of the source. */
  readonly indices: readonly number[];
  /** Of each, per part that was predicted; not a number where there was none. */
  readonly each: Float64Array;
  /** Mean over all parts of all samples. */
  readonly mean: number;
  /** How many those are. */
  readonly parts: number;
}

/** Judges samples by a trained model. */
export interface SurpriseMeter {
  /** @param most samples at most, spread evenly over the source */
  measure(source: DataSource, most: number): Promise<Surprises>;
  dispose(): Promise<void>;
}

const batchSize = 64;
/** Of what a method draws, such as masks: the same for every model, so that numbers can be compared. */
const seed = 0;

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
      const judged = subset(source, indices);
      const each = new Float64Array(indices.length);
      let [total, parts, done] = [0, 0, 0];
      for await (const batch of inOrder(judged, { batchSize })) {
        const count = batch.indices.length;
        const feeds = padded(kindOf(judged).feeds(batch), count, batchSize);
        const found = await program.run(feeds, { seed, step: done / batchSize });
        for (let i = 0; i < count; i++) {
          const [nats, of] = [Number(found.total?.[i]), Number(found.count?.[i])];
          each[done + i] = nats / of;
          total += nats;
          parts += of;
        }
        done += count;
      }
      return { indices: Array.from(indices), each, mean: total / parts, parts };
    },
    async dispose() {
      await program.dispose();
      await store.dispose();
    },
  };
}
