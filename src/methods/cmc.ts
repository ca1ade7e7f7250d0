/**
 * CMC: Contrastive Multiview Coding.
 * Tian, Krishnan, Isola, 2019. https://arxiv.org/abs/1906.05849
 *
 * Two kinds of measurement of one thing share what is worth knowing about it. Here a picture's luminance and its colour
 * pass an encoder each, and each has to find the other's vector of the same picture among those of the batch. The
 * representation is both encoders' output side by side.
 *
 *   h_l = f_l(luminance), h_c = f_c(colour)  [N, D]     z = g(h)  [N, P]
 *   loss = InfoNCE(z_l, z_c) + InfoNCE(z_c, z_l)
 *
 * With `split: "none"` the two measurements are the two views that the data give (two drawings of one emoji, say), and
 * one encoder sees both. Views are cropped and turned only, and little where the data give two: a change of colour would
 * be noise in one of the two measurements.
 */
import * as z from "zod";
import { candidatesInBatch, cosineEnergy, infoNce } from "../losses/index.js";
import type { Scope } from "../nn/index.js";
import { add, concat, mul, split, type Tensor } from "../tensor/index.js";
import { defineMethod } from "./method.js";
import { projector, projectorOptions } from "./projector.js";
import { COLOUR, LUMINANCE, twoTowers } from "./two-towers.js";

const options = z.strictObject({
  split: z
    .enum(["luminance-colour", "none"])
    .default("luminance-colour")
    .describe(
      "luminance-colour: two encoders on the halves of one colour picture; none: one encoder on two views, or on two aligned sources.",
    ),
  temperature: z.number().positive().default(0.1).describe("Softmax temperature of the loss."),
  ...projectorOptions,
});

type Options = z.output<typeof options>;

/** A head for each tower: h `[N, 2D]` to two of `[N, P]`. */
function towerHeads(scope: Scope, h: Tensor, settings: Options): readonly [Tensor, Tensor] {
  const [luminance, colour] = split(h, 2, 1) as [Tensor, Tensor];
  return [
    projector(scope.child(LUMINANCE), luminance, settings),
    projector(scope.child(COLOUR), colour, settings),
  ];
}

export const cmc = defineMethod({
  name: "cmc",
  title: "CMC",
  paper: "https://arxiv.org/abs/1906.05849",
  family: "contrastive",
  taxonomy: "contrastive",
  reads: "pictures",
  couples: ["loss", "statistics"],
  options,
  views: (settings) =>
    settings.split === "none"
      ? [{ count: 2, strength: "weak", area: [0.6, 1] }]
      : [{ count: 1, strength: "weak" }],
  batchStatistics: "separate",
  pushesApart: true,
  channels: (settings) => (settings.split === "none" ? undefined : 3),
  withoutChannels:
    'Give it two aligned sources instead (`pair` with `method.split: "none"`), or use another method.',
  encoder: (encoder, settings) => (settings.split === "none" ? encoder : twoTowers(encoder)),
  project: (scope, h, settings) =>
    settings.split === "none" ? projector(scope, h, settings) : concat(towerHeads(scope, h, settings), 1),
  heldUpBy:
    "CMC is held up by its negatives: look for a batch that is too small, a temperature that is too high, or pictures without colour.",

  /** Minus the cosine of what the loss compares: x's luminance with y's colour, or x with y. */
  energy({ scope, encode, x, y }, settings) {
    const [hx, hy] = [encode(x), encode(y)];
    if (settings.split === "none")
      return cosineEnergy(projector(scope, hx, settings), projector(scope, hy, settings));
    return cosineEnergy(towerHeads(scope, hx, settings)[0], towerHeads(scope, hy, settings)[1]);
  },

  step({ scope, encode, views, eachView, classOf: classes }, settings) {
    const { temperature } = settings;
    const pairs = eachView(views, encode); // [N, D] twice, or once [N, 2D]
    const towers = settings.split !== "none";
    const [za, zb] = // [N, P]
      (
        towers
          ? towerHeads(scope, pairs[0]!, settings)
          : eachView(pairs, (h) => projector(scope, h, settings))
      ) as [Tensor, Tensor];
    const contrast = (a: Tensor, b: Tensor) => infoNce(a, b, { temperature, classes });
    const loss = add(contrast(za, zb), contrast(zb, za));
    const candidates = candidatesInBatch(za, classes);
    return {
      loss,
      embedding: concat(pairs),
      ...(towers ? {} : { pairs: pairs as readonly [Tensor, Tensor] }),
      infoNce: { loss: mul(loss, 0.5), candidates },
    };
  },
});
