/**
 * Rotation prediction (RotNet): Unsupervised Representation Learning by Predicting Image Rotations.
 * Gidaris, Singh, Komodakis, 2018. https://arxiv.org/abs/1803.07728
 *
 * A picture is turned by 0, 90, 180 or 270 degrees, and the encoder has to say by how much: for that it has to know
 * what things look like upright. Quarter turns only move pixels, so nothing but the content tells them apart.
 *
 *   x_r = x turned anticlockwise by r quarters     logits = W f(x_r)  [4N, 4]     loss = mean of -log softmax(logits)_r
 *
 * The paper shows every picture in all four rotations in one batch, and finds that better than one at random: `copies`.
 * A batch is then four times as many pictures, and has a quarter of the usual samples.
 */
import * as z from "zod";
import { ConfigError } from "../errors.js";
import { crossEntropy } from "../losses/index.js";
import { linear } from "../nn/index.js";
import { integers } from "../random/index.js";
import {
  accuracy,
  argMax,
  cast,
  clip,
  equal,
  range,
  repeat,
  sub,
  type Tensor,
  where,
} from "../tensor/index.js";
import { defineMethod } from "./method.js";
import { everyTurn, turnEach } from "./quarter-turns.js";
import type { Branch } from "./step.js";

/** Logits of how far pictures were turned, `[N, 4]`. */
function quartersOf({ scope }: Pick<Branch, "scope">, h: Tensor): Tensor {
  return linear(scope.child("classifier"), h, 4);
}

/** A number of quarters for each picture: int32 `[N]`. */
function drawQuarters({ scope }: Pick<Branch, "scope">, x: Tensor): Tensor {
  return integers(scope.key("quarters"), 4, [x.shape[0] ?? 0]);
}

function refuseOblong({ shape: [, , height = 0, width = 0] }: Tensor): void {
  if (height === width) return;
  throw new ConfigError(
    `rotation: expects square pictures, because turned ones have to fit in one batch with the others; got ${height} x ${width}. Give \`size: ${Math.min(height, width)}\`.`,
    { height, width },
  );
}

export const rotation = defineMethod({
  name: "rotation",
  title: "Rotation prediction",
  paper: "https://arxiv.org/abs/1803.07728",
  family: "pretext",
  taxonomy: "contrastive",
  reads: "pictures",
  couples: [],
  options: z.strictObject({
    copies: z
      .enum(["all", "one"])
      .default("all")
      .describe("all: each picture in all four rotations, as in the paper; one: in one at random."),
  }),
  views: [{ count: 1, strength: "weak" }],
  recipe: ({ copies }) => (copies === "all" ? { batchSize: 64 } : {}),

  reconstruct(context) {
    refuseOblong(context.x);
    const turned = turnEach(context.x, drawQuarters(context, context.x));
    const told = cast(argMax(quartersOf(context, context.encode(turned))), "int32");
    const back = where(equal(told, 0), told, sub(4, told));
    const picture = (x: Tensor) => clip(context.toPixels(x), 0, 1);
    return { panels: { turned: picture(turned), "turned back": picture(turnEach(turned, back)) } };
  },

  step(context, { copies }) {
    const x = context.views[0] as Tensor; // [N, C, S, S]
    refuseOblong(x);
    const truth = copies === "all" ? repeat(range(4), x.shape[0] ?? 0, 0) : drawQuarters(context, x);
    const h = context.encode(copies === "all" ? everyTurn(x) : turnEach(x, truth)); // [4N or N, D]
    const logits = quartersOf(context, h);
    return {
      loss: crossEntropy(logits, truth),
      embedding: h,
      metrics: { accuracy: accuracy(logits, truth) },
    };
  },
});
