import { threefry } from "../random/index.js";
import type { NextTokenModel } from "./index.js";

export interface MadeModelOptions {
  readonly vocabulary?: number;
  readonly end?: number;
  readonly rows?: number;
  /** How far logits lie from each other. Default 2. */
  readonly spread?: number;
}

/** A model with made-up logits: another row of them for everything that can stand before. It writes down what it is asked. */
export function madeModel(
  seed: number,
  { vocabulary = 4, end, rows, spread = 2 }: MadeModelOptions = {},
): NextTokenModel & { readonly asked: number[] } {
  return modelOf(
    (before) => {
      const pair = new Uint32Array(2);
      let [a, b] = [seed, 17];
      for (const token of before) {
        threefry(a, b, token, before.length, pair);
        [a, b] = [pair[0]!, pair[1]!];
      }
      return Array.from({ length: vocabulary }, (_, id) => {
        threefry(a, b, id, 0, pair);
        return (pair[0]! / 2 ** 32 - 0.5) * 2 * spread;
      });
    },
    { vocabulary, ...(end === undefined ? {} : { end }), ...(rows === undefined ? {} : { rows }) },
  );
}

/** A model of given logits by all that stands before, the prompt too. */
export function modelOf(
  logits: (before: readonly number[]) => readonly number[],
  facts: Pick<NextTokenModel, "vocabulary" | "end" | "rows">,
): NextTokenModel & { readonly asked: number[] } {
  let held: readonly (readonly number[])[] = [];
  const asked: number[] = [];
  const answer = (rows: readonly (readonly number[])[]) => {
    held = rows;
    asked.push(rows.length);
    return Promise.resolve(Float32Array.from(rows.flatMap((row) => [...logits(row)])));
  };
  return {
    ...facts,
    asked,
    open: (prompts) => answer(prompts.map((prompt) => Array.from(prompt))),
    next: (parents, tokens) => answer(Array.from(parents, (parent, i) => [...held[parent]!, tokens[i]!])),
  };
}

/** A model whose next token follows from the one before alone: row `last` of a table of probabilities; row 0 at the beginning. */
export function chain(
  table: readonly (readonly number[])[],
  facts: Partial<Pick<NextTokenModel, "end">> = {},
): NextTokenModel {
  return modelOf((before) => table[before.at(-1) ?? 0]!.map((p) => Math.log(p)), {
    vocabulary: table.length,
    ...facts,
  });
}
