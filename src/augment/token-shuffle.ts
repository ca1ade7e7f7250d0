import * as z from "zod";
import { uniform } from "../random/index.js";
import { add, cast, cumulativeSum, maximum, mul, sort, sub, takeAlong, where } from "../tensor/index.js";
import { defineAugmentation } from "./augmentation.js";
import { isContent } from "./token-facts.js";

/**
 * Tokens change places with near ones (Lample et al., 2018, https://arxiv.org/abs/1711.00043): they are sorted by their place
 * plus a number uniform in 0..distance+1, so that none moves further than `distance`. Holes and what frames the text stay.
 */
export const tokenShuffle = defineAugmentation({
  name: "token-shuffle",
  title: "Token shuffle",
  kind: "token",
  options: z.strictObject({
    distance: z.int().min(0).default(3).describe("How many tokens further one may move at most."),
  }),
  draws: [],
  apply(tokens, _, { distance }, key, facts) {
    if (distance === 0) return tokens;
    const content = isContent(tokens, facts);
    const place = sub(cumulativeSum(cast(content, "float32")), 1); // among content, [N, T]
    const moved = add(place, mul(uniform(key, tokens.shape), distance + 1));
    const order = sort(where(content, moved, 1e9)).indices; // where the first, second, ... comes from
    const ordered = takeAlong(tokens, order);
    return where(content, takeAlong(ordered, cast(maximum(place, 0), "int32")), tokens);
  },
});
