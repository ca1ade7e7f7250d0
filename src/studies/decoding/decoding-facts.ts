import type { Engine } from "../../engine/index.js";
import { type Bigram, bigramOf } from "./bigram.js";
import type { DecodingOptions } from "./decoding-options.js";
import { type FoundShare, foundInText, foundInTrees } from "./found-shares.js";
import { bestLengths, type LengthRow, lengthRow } from "./lengths.js";
import { type LetterLoops, letterLoops } from "./letter-loops.js";
import type { Letters } from "./letter-net.js";
import { countLoops, type LoopCount } from "./loops.js";
import type { Sentences } from "./sentences.js";
import { type StopRow, stopRules } from "./stop-rules.js";
import { type TreeSize, treeSizes } from "./tree-sizes.js";

/** What was measured. */
export interface DecodingFacts {
  readonly words: readonly string[];
  readonly sizes: readonly TreeSize[];
  readonly trees: { readonly shares: readonly FoundShare[]; readonly leaves: number };
  readonly text: readonly FoundShare[];
  readonly loops: Awaited<ReturnType<typeof countLoops>>;
  /** Of a net on characters. */
  readonly letters: LetterLoops;
  /** Of the sentences that the prompts begin. */
  readonly real: LengthRow;
  readonly lengths: readonly LengthRow[];
  readonly stops: readonly StopRow[];
  /** Beginnings with the best ends by several scores. */
  readonly examples: readonly Example[];
}

export interface Example {
  readonly prompt: Int32Array;
  readonly real: readonly number[];
  readonly likeliest: readonly number[];
  readonly mean: readonly number[];
}

/** The text, by words and by characters. */
export interface StudiedText {
  readonly sentences: Sentences;
  readonly letters: Letters;
}

/** Beginnings of sentences, and how they go on in the text, the end among it. */
export interface Beginnings {
  readonly prompts: readonly Int32Array[];
  readonly rest: readonly Int32Array[];
}

/** Words that stand in a prompt. */
const promptWords = 2;

/** Sentences of more than that are cut into prompts and what follows, evenly spread over the text, no prompt twice. */
export function beginningsOf({ whole }: Sentences, most: number): Beginnings {
  const distinct = new Map<string, Int32Array>();
  for (const sentence of whole) {
    const key = sentence.subarray(0, promptWords).join(" ");
    if (sentence.length > promptWords + 1 && !distinct.has(key)) distinct.set(key, sentence);
  }
  const all = [...distinct.values()];
  const count = Math.min(most, all.length);
  const chosen = Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]!);
  return {
    prompts: chosen.map((sentence) => sentence.subarray(0, promptWords)),
    rest: chosen.map((sentence) => sentence.subarray(promptWords)),
  };
}

/** Everything, part by part: each is named before it begins. */
export async function* measure(
  engine: Engine,
  { sentences, letters }: StudiedText,
  { prompts: most, tokens, trees, seed, steps }: DecodingOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, DecodingFacts> {
  yield "Trees that are looked through";
  const sizes = await treeSizes();
  yield "Beam search beside the best of all leaves";
  const inTrees = await foundInTrees(trees, seed, signal);
  yield "Beam search beside the best of all sentences";
  const bigram: Bigram = bigramOf(sentences);
  const { prompts, rest } = beginningsOf(sentences, most);
  const text = await foundInText(bigram, prompts, tokens, signal);
  yield "Loops";
  const loops = await countLoops(bigram, sentences, prompts, seed, signal);
  yield "Loops of a small net on characters";
  const ofLetters = await letterLoops(engine, letters, { steps, seed, prompts: most }, signal);
  yield "Lengths of the best sentences";
  const { rows, best } = bestLengths(bigram, prompts, tokens);
  const examples = [0, 1, 2, 3].map((i): Example => {
    const at = Math.floor((i * prompts.length) / 4);
    return {
      prompt: prompts[at]!,
      real: [...rest[at]!].slice(0, -1),
      likeliest: best(prompts[at]!, {}),
      mean: best(prompts[at]!, { normalise: "length" }),
    };
  });
  yield "When a search is over";
  const stops = await stopRules(bigram, prompts, tokens, signal);
  const real = lengthRow(
    "the text itself",
    null,
    rest.map(({ length }) => length),
    tokens,
  );
  return {
    words: sentences.words,
    sizes,
    trees: inTrees,
    text,
    loops,
    letters: ofLetters,
    real,
    lengths: rows,
    stops,
    examples,
  };
}

/** Parts that `measure` names. */
export const measuredParts = 7;

/** Words of ids as a person reads them. */
export function spelled(ids: Iterable<number>, words: readonly string[]): string {
  return [...ids].map((id) => words[id]).join(" ");
}

/** A row of loops by its name. */
export function loopsOf(facts: DecodingFacts, name: string): LoopCount {
  return facts.loops.counts.find((one) => one.name === name)!;
}
