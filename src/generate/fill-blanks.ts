import { availableParallelism } from "node:os";
import { logProbabilities, topTokens } from "../decoding/index.js";
import { type Engine, nodeEngine } from "../engine/index.js";
import { ConfigError, DataError } from "../errors.js";
import { hiddenTokenProgram } from "../steps/index.js";
import { specialNames, type Tokenizer } from "../tokenizers/index.js";
import { refuseUnknown } from "./prompt-tokens.js";
import { type OpenTextRunOptions, openTextRun, stateFor, type TextRun } from "./text-run.js";

export interface FillOptions extends OpenTextRunOptions {
  /** Run folder, or one checkpoint inside it. */
  readonly run: string;
  /** A text with `[MASK]` where a token is missing, once or more. */
  readonly text: string;
  /** Tokens that are told of each blank. Default 5. */
  readonly top?: number | undefined;
  /** Shares an engine; by default one is started. */
  readonly engine?: Engine | undefined;
}

/** A token that may stand in a blank. */
export interface Candidate {
  readonly token: string;
  readonly id: number;
  readonly probability: number;
}

export interface FilledBlanks {
  /** The text with the likeliest token in each blank, as the tokenizer spells it. */
  readonly text: string;
  /** By blank, in order. */
  readonly blanks: readonly {
    /** The likeliest, special tokens left out. */
    readonly candidates: readonly Candidate[];
    /** Of every entry of the vocabulary; they add up to 1. */
    readonly probabilities: Float64Array;
  }[];
}

/**
 * What a run's model holds for likely in the blanks of a text: each by itself, given all that is there.
 * @throws CheckpointError when the run cannot be read; ConfigError for a run of something else than texts, or of a method that
 * predicts no hidden tokens; DataError for a text without a blank, of too many tokens, or with what the tokenizer does not know
 */
export async function fillBlanks(options: FillOptions): Promise<FilledBlanks> {
  const run = await openTextRun(options.run, "Filling in words", options);
  const engine = options.engine ?? nodeEngine({ threads: availableParallelism() });
  try {
    return await filled(run, engine, options);
  } finally {
    if (options.engine === undefined) await engine.dispose();
  }
}

/** `fillBlanks` of a run that is open. */
export async function filled(
  run: TextRun,
  engine: Engine,
  { text, top = 5 }: Pick<FillOptions, "text" | "top">,
): Promise<FilledBlanks> {
  if (!(Number.isInteger(top) && top >= 1))
    throw new ConfigError(
      `Tokens that are told of a blank (\`top\`) are a whole number from 1; got ${top}.`,
      { top },
    );
  const { tokenizer, facts } = run;
  const { ids, places } = blanksOf(run, text);
  const { program, scope } = hiddenTokenProgram(run, { length: ids.length, count: places.length });
  const store = await engine.createStore(stateFor(run, scope));
  const loaded = await engine.load(program, { store, name: "fill" });
  const { logits } = await loaded.run({ tokens: ids, places: Int32Array.from(places) });
  await loaded.dispose();
  await store.dispose();
  const specials = new Set<number>(Object.values(facts.specials));
  const complete = Int32Array.from(ids);
  const blanks = places.map((place, row) => {
    const logs = logProbabilities(logits as Float32Array, row, facts.vocabulary);
    const said = topTokens(logs, top + specials.size).filter((id) => !specials.has(id));
    complete[place] = said[0]!;
    const probabilities = logs.map(Math.exp);
    const candidates = said.slice(0, top).map((id) => {
      return { token: nameOf(tokenizer, id), id, probability: probabilities[id]! };
    });
    return { candidates, probabilities };
  });
  return { text: tokenizer.decode(complete, { specials: "skip" }), blanks };
}

/** Tokens of a text, and where blanks are among them. */
function blanksOf(
  { tokenizer, facts, cut }: TextRun,
  text: string,
): { readonly ids: Int32Array; readonly places: readonly number[] } {
  const { mask } = tokenizer.specials;
  const ids = tokenizer.encode(text, { framed: cut === "texts" });
  const places = [...ids.keys()].filter((place) => ids[place] === mask);
  if (places.length === 0)
    throw new DataError(
      `A text to fill in has ${specialNames.mask} where a token is missing, and this one has none: ${text}`,
    );
  refuseUnknown(tokenizer, text.replaceAll(specialNames.mask, " "), ids);
  if (ids.length > facts.longest)
    throw new DataError(
      `The text has ${ids.length} tokens, and the model sees ${facts.longest} at once; shorten it.`,
      { tokens: ids.length },
    );
  return { ids, places };
}

/** A token as a person reads it: pieces that go on with a word keep their mark. */
function nameOf(tokenizer: Tokenizer, id: number): string {
  return tokenizer.kind === "wordpiece" ? tokenizer.vocabulary[id]! : tokenizer.decode([id]);
}
