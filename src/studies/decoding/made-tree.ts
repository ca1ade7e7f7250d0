import type { NextTokenModel } from "../../decoding/index.js";
import { hashName, threefry } from "../../random/index.js";

/** Tokens of a made-up model, the first of which ends a text, and steps of its tree. */
export const treeShape = { vocabulary: 4, tokens: 5 } as const;

/**
 * A made-up model: another row of logits for everything that can stand before, normal with deviation 1.5, and nothing that one row
 * would tell of another.
 */
export function madeTree(seed: number, tree: number): NextTokenModel {
  const { vocabulary } = treeShape;
  const pair = new Uint32Array(2);
  let held: readonly (readonly number[])[] = [];
  const answer = (rows: readonly (readonly number[])[]) => {
    held = rows;
    const logits = rows.flatMap((row) => {
      let [a, b] = hashName(`decoding/tree ${seed} ${tree}`) as [number, number];
      for (const token of row) {
        threefry(a, b, token, row.length, pair);
        [a, b] = [pair[0]!, pair[1]!];
      }
      return Array.from({ length: vocabulary }, (_, token) => {
        threefry(a, b, token, 0xffff, pair);
        const radius = Math.sqrt(-2 * Math.log((pair[0]! + 1) / 2 ** 32));
        return 1.5 * radius * Math.cos((2 * Math.PI * pair[1]!) / 2 ** 32);
      });
    });
    return Promise.resolve(Float32Array.from(logits));
  };
  return {
    vocabulary,
    end: 0,
    open: (prompts) => answer(prompts.map((prompt) => Array.from(prompt))),
    next: (parents, tokens) => answer(Array.from(parents, (parent, i) => [...held[parent]!, tokens[i]!])),
  };
}
