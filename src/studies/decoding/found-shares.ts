import { beamSearch, exhaustiveSearch } from "../../decoding/index.js";
import { bestSentences } from "./best-sentences.js";
import { type Bigram, bigramModel } from "./bigram.js";
import { madeTree, treeShape } from "./made-tree.js";

/** How often beam search of some width finds the likeliest text of all. */
export interface FoundShare {
  readonly beams: number;
  readonly share: number;
}

/** As wide as the tree of 4 tokens and 5 steps, which has fewer leaves than 4^5. */
export const treeWidths = [1, 2, 3, 4, 6, 8, 16, treeShape.vocabulary ** treeShape.tokens];
export const textWidths = [1, 2, 4, 8, 16, 32];

/** Texts are the same where their probabilities are, but for the rounding of sums. */
const near = 1e-9;

/** On made-up trees, beside the best of all leaves. */
export async function foundInTrees(
  trees: number,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<{ readonly shares: FoundShare[]; readonly leaves: number }> {
  const found = treeWidths.map(() => 0);
  let leaves = 0;
  for (let tree = 0; tree < trees; tree++) {
    signal?.throwIfAborted();
    const model = madeTree(seed, tree);
    const { tokens } = treeShape;
    const oracle = await exhaustiveSearch(model, [], { tokens });
    leaves = oracle.texts;
    for (const [i, beams] of treeWidths.entries()) {
      const [texts] = await beamSearch(model, [[]], { tokens, beams });
      if (texts![0]!.score >= oracle.best[0]!.score - near) found[i]!++;
    }
  }
  return { shares: shares(treeWidths, found, trees), leaves };
}

/** On sentences, beside the exact best. */
export async function foundInText(
  bigram: Bigram,
  prompts: readonly Int32Array[],
  tokens: number,
  signal: AbortSignal | undefined,
): Promise<FoundShare[]> {
  const best = bestSentences(bigram, tokens);
  const model = bigramModel(bigram, { ends: true });
  const found = textWidths.map(() => 0);
  for (const [i, beams] of textWidths.entries()) {
    signal?.throwIfAborted();
    const texts = await beamSearch(model, prompts, { tokens, beams });
    for (const [p, prompt] of prompts.entries())
      if (texts[p]![0]!.score >= best(prompt.at(-1)!).score - near) found[i]!++;
  }
  return shares(textWidths, found, prompts.length);
}

const shares = (widths: readonly number[], found: readonly number[], of: number): FoundShare[] =>
  widths.map((beams, i) => ({ beams, share: found[i]! / of }));
