import { exhaustiveSearch } from "../../decoding/index.js";

/** Texts that an exhaustive search looked at. */
export interface TreeSize {
  readonly vocabulary: number;
  readonly tokens: number;
  readonly texts: number;
}

/** Trees without an end that are looked through, by vocabulary and steps. */
export async function treeSizes(): Promise<TreeSize[]> {
  const sizes: TreeSize[] = [];
  for (const vocabulary of [2, 4, 8])
    for (const tokens of [2, 3, 4, 5]) {
      const answer = (rows: number) => Promise.resolve(new Float32Array(rows * vocabulary));
      const model = {
        vocabulary,
        open: (prompts: readonly unknown[]) => answer(prompts.length),
        next: (parents: Int32Array) => answer(parents.length),
      };
      const { texts } = await exhaustiveSearch(model, [], { tokens });
      sizes.push({ vocabulary, tokens, texts });
    }
  return sizes;
}
