import { beamSearch, findLoop, greedy, type Loop, sample } from "../../decoding/index.js";
import { type Bigram, bigramModel } from "./bigram.js";
import { median } from "./median.js";
import type { Sentences } from "./sentences.js";

/** How texts of one kind end: in loops or not. */
export interface LoopCount {
  readonly name: string;
  readonly texts: number;
  /** Those that say the same at least three times in a row up to their end. */
  readonly loops: number;
  /** Medians over those: tokens before the first time, and tokens of one time; null where there is none. */
  readonly start: number | null;
  readonly period: number | null;
}

/** Words that texts go on for; a loop is to have time to be one. */
export const loopTokens = 100;

/**
 * Texts of 100 words that run through sentences, by several ways of choosing, beside the text that was counted, cut into as many
 * words.
 */
export async function countLoops(
  bigram: Bigram,
  { pieces }: Sentences,
  prompts: readonly Int32Array[],
  seed: number,
  signal: AbortSignal | undefined,
): Promise<{
  readonly counts: LoopCount[];
  readonly longest: Loop | undefined;
  readonly example: Int32Array;
}> {
  const model = bigramModel(bigram, { ends: false });
  const tokens = loopTokens;
  const all = Int32Array.from(pieces.flatMap((piece) => [...piece]));
  const real = Array.from({ length: Math.floor(all.length / tokens) }, (_, i) =>
    all.subarray(i * tokens, (i + 1) * tokens),
  );
  const certain = await greedy(model, prompts, { tokens });
  signal?.throwIfAborted();
  const beams = await beamSearch(model, prompts, { tokens, beams: 4 });
  signal?.throwIfAborted();
  const free = await sample(model, prompts, { tokens, seed });
  const nucleus = await sample(model, prompts, { tokens, seed, topP: 0.9 });
  const cold = await sample(model, prompts, { tokens, seed, temperature: 0.3 });
  const said = (texts: readonly { readonly tokens: Int32Array }[]) => texts.map((text) => text.tokens);
  const example = certain.find((text) => findLoop(text.tokens) !== undefined)?.tokens ?? certain[0]!.tokens;
  return {
    counts: [
      countedLoops("greedy", said(certain)),
      countedLoops("beam search, 4", said(beams.map(([best]) => best!))),
      countedLoops("sampling at temperature 0.3", said(cold)),
      countedLoops("sampling, top-p 0.9", said(nucleus)),
      countedLoops("sampling", said(free)),
      countedLoops("the text itself", real),
    ],
    longest: findLoop(example),
    example,
  };
}

/** Counts those that end in a loop. */
export function countedLoops(name: string, texts: readonly Int32Array[]): LoopCount {
  const loops = texts.flatMap((text) => findLoop(text) ?? []);
  return {
    name,
    texts: texts.length,
    loops: loops.length,
    start: loops.length === 0 ? null : median(loops.map(({ start }) => start)),
    period: loops.length === 0 ? null : median(loops.map(({ period }) => period)),
  };
}
