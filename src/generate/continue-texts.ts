import {
  beamSearch,
  type DecodingOptions,
  type DistributionOptions,
  type Ending,
  lengthOf,
  type ScoringOptions,
  sampleTokens,
} from "../decoding/index.js";
import type { Engine } from "../engine/index.js";
import { ConfigError } from "../errors.js";
import { nextTokenNet } from "../steps/index.js";
import { type GrowingText, growingText } from "./growing-text.js";
import { netModel, type OpenedModel } from "./net-model.js";
import { promptTokens } from "./prompt-tokens.js";
import { spelledText } from "./spelled-text.js";
import { closingOf, stateFor, type TextRun } from "./text-run.js";

export interface ContinueOptions extends DistributionOptions, ScoringOptions {
  /** Texts to go on from. Default one that is empty. */
  readonly prompts?: readonly string[] | undefined;
  /** Texts for each prompt: as many draws, or the best so many that a search in beams finds. Default 1. */
  readonly count?: number | undefined;
  /** New tokens of a text, at most. Default 200. */
  readonly tokens?: number | undefined;
  /** Of what is drawn. Default 0. */
  readonly seed?: number | undefined;
  /** Texts that a beam search keeps at every step; without it tokens are drawn. */
  readonly beams?: number | undefined;
  /** Texts that end a text, and are left out of it. */
  readonly stop?: readonly string[] | undefined;
  /** Whether of a prompt with more tokens than the model sees at once the last ones are read; else it is refused. Default false. */
  readonly cutPrompts?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A text that a model wrote. */
export interface WrittenText {
  readonly prompt: string;
  /** What follows the prompt. */
  readonly text: string;
  /** New tokens, the end token among them. */
  readonly tokens: number;
  /** Logarithm of the probability of those after the prompt, in nats. */
  readonly logProbability: number;
  readonly ended: Ending;
  /** What a beam search compared texts by. */
  readonly score?: number;
}

/** Something more of a text. */
export interface TextPiece {
  /** Which text it belongs to, in the order in which they are handed back. */
  readonly text: number;
  readonly piece: string;
}

/**
 * Goes on from prompts, token by token: pieces of text as they are drawn, and all texts at the end, those of the first prompt first.
 * Where samples were texts, a text ends with the token that closes them; where they were windows, it goes on through texts, with a
 * line break between them. A text that is longer than the model sees at once goes on from its newer half.
 * @throws ConfigError for a run that predicts no next token, and for options that do not fit; DataError for prompts
 */
export async function* continueTexts(
  run: TextRun,
  engine: Engine,
  options: ContinueOptions = {},
): AsyncGenerator<TextPiece, WrittenText[]> {
  const { prompts = [""], count = 1, beams, tokens = 200, stop = [], cutPrompts } = options;
  checkWays(options);
  const { tokenizer, cut, facts } = run;
  const closing = closingOf(tokenizer);
  const spell = (ids: readonly number[]) => spelledText(tokenizer, ids, closing);
  const begun = prompts.map((prompt): Begun => {
    const ids = promptTokens(run, prompt);
    return { prompt, ids, grow: () => growingText(spell, ids, stop) };
  });
  const decoding: DecodingOptions = {
    tokens,
    never: Object.values(facts.specials).filter((id) => id !== closing),
    stop: stop.length === 0 ? undefined : stopsAt(spell, stop),
  };
  const model = await netModel({
    ...{ engine, net: nextTokenNet(run), state: (scope) => stateFor(run, scope), cutPrompts },
    ...{ vocabulary: facts.vocabulary, longest: facts.longest, beyond: "forget" },
    end: cut === "texts" ? closing : undefined,
    rows: prompts.length * (beams ?? count),
  });
  try {
    if (beams !== undefined) return await searched(model, begun, decoding, { ...options, beams, count });
    return yield* drawn(
      model,
      begun.flatMap((one) => Array.from({ length: count }, () => one)),
      decoding,
      options,
    );
  } finally {
    await model.dispose();
  }
}

/** A prompt with its tokens. */
interface Begun {
  readonly prompt: string;
  readonly ids: readonly number[];
  grow(): GrowingText;
}

async function* drawn(
  model: OpenedModel,
  begun: readonly Begun[],
  decoding: DecodingOptions,
  { temperature, topK, topP, seed, signal }: ContinueOptions,
): AsyncGenerator<TextPiece, WrittenText[]> {
  const texts = begun.map((one) => ({
    growing: one.grow(),
    tokens: 0,
    logProbability: 0,
    ended: "length" as Ending,
  }));
  const ids = begun.map((one) => one.ids);
  for await (const { prompt: text, token, logProbability, ended } of sampleTokens(model, ids, {
    ...decoding,
    ...{ temperature, topK, topP, seed },
  })) {
    signal?.throwIfAborted();
    const own = texts[text]!;
    own.tokens++;
    own.logProbability += logProbability;
    let piece = ended === "end" ? "" : own.growing.push(token);
    if (ended !== undefined) {
      own.ended = ended;
      piece += own.growing.end();
    }
    if (piece !== "") yield { text, piece };
  }
  return texts.map(({ growing, ...told }, i) => ({
    prompt: begun[i]!.prompt,
    text: growing.text(),
    ...told,
  }));
}

async function searched(
  model: OpenedModel,
  begun: readonly Begun[],
  decoding: DecodingOptions,
  { beams, count, normalise, alpha }: ContinueOptions & { readonly beams: number; readonly count: number },
): Promise<WrittenText[]> {
  const found = await beamSearch(
    model,
    begun.map((one) => one.ids),
    // Of several texts each is to be the best that there is.
    { ...decoding, ...{ beams, normalise, alpha, ended: "refill", until: count === 1 ? "bound" : "all" } },
  );
  return found.flatMap((texts, i) =>
    texts.slice(0, count).map((one): WrittenText => {
      const { prompt, grow } = begun[i]!;
      const growing = grow();
      for (const token of one.tokens) growing.push(token);
      const { logProbability, ended, score } = one;
      return { prompt, text: growing.text(), tokens: lengthOf(one), logProbability, ended, score };
    }),
  );
}

/** @throws ConfigError for options of two ways at once, and for more texts than are kept */
function checkWays({
  beams,
  count = 1,
  temperature,
  topK,
  topP,
  normalise,
  alpha,
  stop = [],
}: ContinueOptions): void {
  if (!(Number.isInteger(count) && count >= 1))
    throw new ConfigError(`Texts for a prompt (\`count\`) are a whole number from 1; got ${count}.`, {
      count,
    });
  if (stop.includes(""))
    throw new ConfigError("A text that ends texts (`stop`) has at least one character; got an empty one.");
  const [own, other, why] =
    beams === undefined
      ? [{ normalise, alpha }, "a search in beams (`beams`)", "and none was asked for"]
      : [{ temperature, topK, topP }, "drawing", "and a search in beams (`beams`) draws nothing"];
  const strange = Object.entries(own).find(([, value]) => value !== undefined)?.[0];
  if (strange !== undefined)
    throw new ConfigError(`\`${strange}\` is an option of ${other}, ${why}; leave one of them out.`, {
      option: strange,
    });
  if (beams !== undefined && count > beams)
    throw new ConfigError(
      `A search that keeps ${beams} texts (\`beams\`) hands back as many at most; got \`count\` ${count}. Keep more, or ask for fewer.`,
      { beams, count },
    );
}

/** Whether new tokens hold a text that ends them. A token is a byte of it at least, so the last ones tell. */
function stopsAt(
  spell: (ids: readonly number[]) => string,
  stop: readonly string[],
): (tokens: readonly number[]) => boolean {
  const most = Math.max(...stop.map((one) => new TextEncoder().encode(one).length)) + 4;
  return (tokens) => {
    const end = spell(tokens.slice(-most));
    return stop.some((one) => end.includes(one));
  };
}
