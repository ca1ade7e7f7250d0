import * as z from "zod";
import { type Key, uniform } from "../random/index.js";
import { and, equal, less, logicalNot, max, type Tensor, where } from "../tensor/index.js";
import { defineAugmentation } from "./augmentation.js";
import { closeHoles } from "./close-holes.js";
import { isContent, type TokenFacts } from "./token-facts.js";

/** Leaves out tokens `[N, T]`, each of a text with probability `share`, but never all: holes (-1), and the frame stays. */
export function deleteTokens(
  tokens: Tensor,
  key: Key,
  facts: Pick<TokenFacts, "specials">,
  share: number,
): Tensor {
  if (share === 0) return tokens;
  const content = isContent(tokens, facts);
  const numbers = where(content, uniform(key, tokens.shape), -1);
  const greatest = equal(numbers, max(numbers, 1, { keepDims: true }));
  const gone = and(content, and(less(numbers, share), logicalNot(greatest)));
  return where(gone, -1, tokens);
}

/**
 * Tokens are left out, each with the same probability (TSDAE, Wang et al., 2021, https://arxiv.org/abs/2104.06979, with
 * 0.6), but never all of a text. What frames the text stays. Holes are no places of their own to encoders, which count the
 * tokens that are there; closed, they also end a text sooner.
 */
export const tokenDeletion = defineAugmentation({
  name: "token-deletion",
  title: "Token deletion",
  kind: "token",
  options: z.strictObject({
    share: z.number().min(0).max(1).default(0.1).describe("Probability to leave out a token."),
    close: z
      .boolean()
      .default(false)
      .describe("Whether what is left moves together, instead of leaving holes."),
  }),
  draws: [],
  apply(tokens, _, { share, close }, key, facts) {
    const left = deleteTokens(tokens, key, facts, share);
    return close ? closeHoles(left) : left;
  },
});
