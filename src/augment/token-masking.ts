import * as z from "zod";
import { uniform } from "../random/index.js";
import { and, less, where } from "../tensor/index.js";
import { defineAugmentation } from "./augmentation.js";
import { isOrdinary, maskToken } from "./token-facts.js";

/**
 * Tokens become the mask token, each with the same probability: words that are not known, as a view. To predict what stood
 * there is another matter, which masked-language-model makes of its own masks.
 */
export const tokenMasking = defineAugmentation({
  name: "token-masking",
  title: "Token masking",
  kind: "token",
  options: z.strictObject({
    share: z.number().min(0).max(1).default(0.15).describe("Probability to mask a token."),
  }),
  draws: [],
  apply(tokens, _, { share }, key, facts) {
    if (share === 0) return tokens;
    const hidden = and(isOrdinary(tokens, facts), less(uniform(key, tokens.shape), share));
    return where(hidden, maskToken("token-masking", facts), tokens);
  },
});
