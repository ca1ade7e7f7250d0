import { type DataSource, inOrder } from "../data/index.js";
import type { LaterProgram } from "../engine/index.js";
import { kindOf } from "../kinds/index.js";
import { padded } from "./encode-all.js";

/** How little samples were expected, in what the method counts: of texts, nats of the tokens that it predicted. */
export interface Judged {
  /** What each cost, and of how many parts; 0 of 0 where nothing was predicted. */
  readonly totals: Float64Array;
  readonly counts: Float64Array;
  /** Mean over all parts of all samples. */
  readonly mean: number;
  /** How many those are. */
  readonly parts: number;
}

/** Of what a method draws, such as masks: the same for every model and at every reading, so that numbers can be compared. */
const seed = 0;

/** Judges every sample of a source with a `surpriseProgram` of fixed batch size: the last batch is padded. */
export async function judgeAll(
  program: LaterProgram,
  source: DataSource,
  batchSize: number,
): Promise<Judged> {
  const kind = kindOf(source);
  const [totals, counts] = [new Float64Array(source.length), new Float64Array(source.length)];
  let done = 0;
  for await (const batch of inOrder(source, { batchSize })) {
    const rows = batch.indices.length;
    const feeds = padded(kind.feeds(batch), rows, batchSize);
    const { total, count } = await program.run(feeds, { seed, step: Math.floor(done / batchSize) });
    for (let i = 0; i < rows; i++) {
      totals[done + i] = Number(total?.[i]);
      counts[done + i] = Number(count?.[i]);
    }
    done += rows;
  }
  const sum = (all: Float64Array) => all.reduce((some, one) => some + one, 0);
  return { totals, counts, mean: sum(totals) / sum(counts), parts: sum(counts) };
}
