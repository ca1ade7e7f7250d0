import type { NextTokenModel } from "../decoding/index.js";
import { type Engine, ProgramsByLength, type StateEntry } from "../engine/index.js";
import { ConfigError, DataError } from "../errors.js";
import type { Scope } from "../nn/index.js";
import { type NextTokenNet, nextTokenPrograms } from "../steps/index.js";

export interface NetModelOptions {
  readonly engine: Engine;
  /** What is traced, from a root scope. */
  readonly net: (root: Scope) => NextTokenNet;
  /** Values of the state that it reads, from the root scope's variables: a trained run's, say. */
  readonly state: (scope: Scope) => readonly StateEntry[];
  readonly vocabulary: number;
  /** The token that ends a text, where there is one. */
  readonly end?: number | undefined;
  /** Tokens that the net sees at once, at most: its context. */
  readonly longest: number;
  /** Texts at once: prompts times beams. Default 1. */
  readonly rows?: number | undefined;
  /** Whether of a prompt with more tokens than the context the last ones are read; else it is refused. Default false. */
  readonly cutPrompts?: boolean | undefined;
  /**
   * What is done with a text that has come to the end of the context. `refuse`: an error says so. `forget`: it goes on from its newer
   * half, which is read again, since places are counted from the first token. Default `refuse`.
   */
  readonly beyond?: "refuse" | "forget" | undefined;
  /** Whether keys and values of what was read are kept; else whole texts are read at each step. Default true. */
  readonly keep?: boolean | undefined;
}

/** A model that is to be given back. */
export interface OpenedModel extends NextTokenModel {
  readonly rows: number;
  /** Whether keys and values are kept. */
  readonly keeps: boolean;
  dispose(): Promise<void>;
}

/** Tokens read at once where keys are kept: one, and prompts in few pieces, so that few programs serve any length. */
const pieces = [1, 8, 64];

/**
 * A net as what decoding asks, on an engine: prompts are read in pieces, each new token by itself, and what was read stays in the
 * engine. Rows of unequal length go on together, each as it would alone.
 * @throws ConfigError when `rows` is no whole number from 1
 */
export async function netModel(options: NetModelOptions): Promise<OpenedModel> {
  const { engine, vocabulary, end, longest, rows = 1, cutPrompts = false, beyond = "refuse" } = options;
  if (!(Number.isInteger(rows) && rows >= 1))
    throw new ConfigError(`Texts at once (\`rows\`) are a whole number from 1; got ${rows}.`, { rows });
  const { keeps, kept, scope, trace } = nextTokenPrograms(options.net, {
    rows,
    slots: longest,
    keep: options.keep ?? true,
  });
  const store = await engine.createStore([...options.state(scope), ...kept]);
  const lengths = keeps ? pieces.filter((length) => length <= longest) : doubling(longest);
  const programs = new ProgramsByLength({ engine, store, trace, lengths, name: "next token" });
  const longestPiece = Math.max(...lengths);
  let held: readonly (readonly number[])[] = [];

  /** Reads the tokens of each row that are behind `had`; `parents` say from which row of before it goes on. */
  const run = async (
    texts: readonly (readonly number[])[],
    had: (row: number) => number,
    parents: ArrayLike<number>,
    length: number,
  ): Promise<{ readonly logits: Float32Array; readonly counts: Int32Array }> => {
    const feeds = {
      tokens: new Int32Array(rows * length).fill(-1),
      counts: new Int32Array(rows),
      ...(keeps ? { at: new Int32Array(rows), parents: Int32Array.from({ length: rows }, (_, i) => i) } : {}),
    };
    for (const [row, text] of texts.entries()) {
      const now = text.slice(had(row), had(row) + length);
      feeds.tokens.set(now, row * length);
      feeds.counts[row] = now.length;
      if (feeds.at !== undefined) feeds.at[row] = had(row);
      if (feeds.parents !== undefined) feeds.parents[row] = parents[row]!;
    }
    const { logits } = await programs.run(length, rows === 1 ? without(feeds, "parents") : feeds);
    return { logits: logits as Float32Array, counts: feeds.counts };
  };

  /** Reads whole texts, in pieces where keys are kept. */
  const read = async (texts: readonly (readonly number[])[]): Promise<Float32Array> => {
    const most = texts.reduce((length, text) => Math.max(length, text.length), 0);
    const itself = texts.map((_, row) => row);
    const found = new Float32Array(texts.length * vocabulary);
    for (let from = 0; from < most; ) {
      const length = programs.lengthFor(Math.min(most - from, longestPiece));
      const had = (row: number) => Math.min(from, texts[row]!.length);
      const { logits, counts } = await run(texts, had, itself, length);
      // The last token of the row was among these.
      for (const row of itself)
        if (counts[row]! > 0 && had(row) + counts[row]! === texts[row]!.length)
          found.set(logits.subarray(row * vocabulary, (row + 1) * vocabulary), row * vocabulary);
      from += length;
    }
    return found;
  };

  return {
    vocabulary,
    end,
    rows,
    keeps,
    async open(prompts) {
      checkRows(prompts.length, rows);
      held = prompts.map((prompt, i) => {
        if (prompt.length === 0)
          throw new DataError(
            `Prompt ${i + 1} has no token, and a net reads at least one; begin with the token that begins texts, or with a word.`,
          );
        if (prompt.length > longest && !cutPrompts)
          throw new DataError(
            `Prompt ${i + 1} has ${prompt.length} tokens, and the model sees ${longest} at once; shorten it, or have its first tokens left out (\`cutPrompts\`).`,
            { tokens: prompt.length, longest },
          );
        return Array.from(prompt).slice(-longest);
      });
      return read(held);
    },
    async next(parents, tokens) {
      checkRows(tokens.length, rows);
      const texts = Array.from(parents, (parent, i) => [...held[parent]!, tokens[i]!]);
      if (texts.some((text) => text.length > longest)) {
        if (beyond === "refuse")
          throw new DataError(
            `The model sees ${longest} tokens at once, and the text has come to their end; ask for fewer new tokens (\`tokens\`), or have the first ones forgotten (\`beyond\`).`,
            { longest },
          );
        held = texts.map((text) => (text.length > longest ? text.slice(-Math.ceil(longest / 2)) : text));
        return read(held);
      }
      held = texts;
      if (!keeps) return read(held);
      const { logits } = await run(texts, (row) => texts[row]!.length - 1, parents, 1);
      return logits.subarray(0, texts.length * vocabulary);
    },
    async dispose() {
      await programs.dispose();
      await store.dispose();
    },
  };
}

function checkRows(count: number, rows: number): void {
  if (count > rows)
    throw new ConfigError(
      `The model was opened for ${rows} texts at once (\`rows\`); got ${count}. Open it for more.`,
      { rows, count },
    );
}

/** 16, 32, ... and the longest. */
function doubling(longest: number): number[] {
  const lengths: number[] = [];
  for (let length = 16; length < longest; length *= 2) lengths.push(length);
  return [...lengths, longest];
}

function without<Feeds extends object>(feeds: Feeds, name: keyof Feeds): Feeds {
  const { [name]: _, ...others } = feeds;
  return others as Feeds;
}
