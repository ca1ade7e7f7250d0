/**
 * Masked autoencoder: an autoencoder that sees a part of the picture and makes all of it.
 * Vincent, Larochelle, Bengio, Manzagol, 2008 ("masking noise"). https://doi.org/10.1145/1390156.1390294
 *
 * Values of the input are hidden at random, [x1, ?, x3, x4, ?], and the decoder has to make the whole (SPEC row 45).
 * What is hidden can only be made from what is seen, so the code has to hold how the parts of pictures depend on each
 * other. (For transformers that skip hidden patches see the method mae.)
 *
 *   m ~ Bernoulli(hiddenShare), 1 where hidden     x' = x (1 - m)  [N, C, H, W]     x̂ = g(f(x'))
 *   loss = mean |x̂ - x|² over everything, or Σ m |x̂ - x|² / Σ m with `lossOn: "hidden"`
 *
 * Hidden values are 0 in standardised units, each channel's mean. `maskFlags` tells the encoder which they are.
 */
import * as z from "zod";
import { ConfigError } from "../errors.js";
import { clip, div, maximum, mean, mul, type Tensor } from "../tensor/index.js";
import { flaggedEncoder } from "./flagged-encoder.js";
import { drawHidden, hiddenValueOptions, withHidden } from "./hidden-values.js";
import { defineMethod } from "./method.js";
import {
  pixelErrors,
  plainRemaking,
  plainView,
  reconstructed,
  reconstructionOptions,
} from "./reconstruction.js";
import type { PictureBranch } from "./step.js";

const options = z.strictObject({
  ...reconstructionOptions,
  ...hiddenValueOptions,
  lossOn: z
    .enum(["everything", "hidden"])
    .default("everything")
    .describe("everything: the whole picture; hidden: only what the encoder did not see."),
  maskFlags: z
    .boolean()
    .default(false)
    .describe("Tell the encoder what is hidden: a further input channel, 1 where a value is."),
});

/** The picture with a part hidden, its code, and what is made of that. */
function fill({ scope, encodeAll, decode }: PictureBranch, x: Tensor, settings: z.output<typeof options>) {
  const hidden = drawHidden(scope, x, settings);
  const seen = withHidden(x, hidden, settings);
  const { embedding } = encodeAll(seen, { missing: hidden });
  return { hidden, seen, embedding, output: decode(embedding) };
}

export const maskedAutoencoder = defineMethod({
  name: "masked-autoencoder",
  title: "Masked autoencoder",
  paper: "https://doi.org/10.1145/1390156.1390294",
  family: "masked",
  taxonomy: "generative",
  reads: "pictures",
  couples: ({ lossOn }) => (lossOn === "hidden" ? ["loss"] : []),
  options,
  views: plainView,
  recipe: { learningRate: 3e-3 },
  encoder(encoder, { maskFlags, unit, rescale }) {
    if (maskFlags) return flaggedEncoder(encoder, { each: unit === "channels" });
    if (rescale && encoder.readsMissing) {
      throw new ConfigError(
        `masked-autoencoder: the encoder ${encoder.name} makes up for hidden values itself, and with rescale it would be done twice. Leave out \`method.rescale\`, or choose an encoder that sees zeros only, such as mlp.`,
        { encoder: encoder.name },
      );
    }
    return encoder;
  },
  /** How badly y is made of all of x. */
  energy: plainRemaking.energy,

  reconstruct(context, settings) {
    const { seen, output } = fill(context, context.x, settings);
    return reconstructed(output, context, settings, { seen: clip(context.toPixels(seen), 0, 1) });
  },

  step({ views, ...context }, settings) {
    const x = views[0] as Tensor; // [N, C, H, W]
    const { hidden, embedding, output } = fill(context, x, settings);
    const errors = pixelErrors(output, x, context, settings);
    const hiddenShare = mean(hidden);
    const loss =
      settings.lossOn === "everything"
        ? mean(errors)
        : div(mean(mul(errors, hidden)), maximum(hiddenShare, 1e-9)); // where nothing is hidden, nothing is charged
    return { loss, embedding, metrics: { hiddenShare } };
  },
});
