import * as z from "zod";
import {
  add,
  and,
  cast,
  cumulativeSum,
  floor,
  less,
  lessEqual,
  logicalNot,
  maximum,
  mul,
  or,
  reshape,
  sub,
  sum,
  where,
} from "../tensor/index.js";
import { defineAugmentation } from "./augmentation.js";
import { between } from "./per-sample.js";
import { isContent } from "./token-facts.js";

const share = z.number().positive().max(1);

/**
 * A span of neighbouring tokens, as crops of pictures: a share of the text uniform in `share` (rounded, at least one
 * token), its place uniform. What frames the text stays, and what is left out leaves holes.
 */
export const tokenCrop = defineAugmentation({
  name: "token-crop",
  title: "Token crop",
  kind: "token",
  reframes: true,
  options: z.strictObject({
    share: z
      .tuple([share, share])
      .refine(([least, most]) => least <= most, "expected the lesser bound first")
      .default([0.5, 1])
      .describe("Bounds of the share of a text's tokens that is shown."),
  }),
  draws: ["length", "start"],
  apply(tokens, { length, start }, { share: [least, most] }, _, facts) {
    const n = tokens.shape[0] ?? 0;
    const content = isContent(tokens, facts);
    const ones = cast(content, "float32");
    const count = sum(ones, 1); // [N]
    const shown = maximum(floor(add(mul(count, between(length, least, most)), 0.5)), 1);
    // Less than the number of places, as a draw is less than 1.
    const first = floor(mul(start, add(sub(count, shown), 1)));
    const place = cumulativeSum(ones); // of content, from 1 on: [N, T]
    const [from, to] = [first, add(first, shown)].map((edge) => reshape(edge, [n, 1]));
    const within = and(less(from!, place), lessEqual(place, to!));
    return where(or(within, logicalNot(content)), tokens, -1);
  },
});
