/**
 * Colourisation by regression: one colour for each place, as near as can be.
 * The network that the lecture shows (SPEC row 98): the "alpha version" of a tutorial by Emil Wallner, 2017, less one
 * layer. https://github.com/emilwallner/Coloring-greyscale-images
 *
 * The encoder sees how light a picture is, and a decoder makes the colours of what it found. Squared error asks for the
 * mean of all colours that a place may have, and the mean of red and blue is brown: the colours of this method are
 * greyish wherever they are not certain. `colourise` is the cure, a distribution over colours.
 *
 *   L  [N, 1, H, W] -> map f(L)  [N, C, H/8, W/8] -> ab = g(f)  [N, 2, H, W] in -1..1
 *   loss = mean (ab - true ab / 128)²
 *
 * With `--encoder colourisation` it is the lecture's network to the parameter, 31,618 of them; the tutorial gives it L as
 * it is, here it is (L - 50) / 25. Another encoder's last map is brought to an eighth of the picture's sides, and the
 * second half of the network follows as it is.
 */

import * as z from "zod";
import { greyOf } from "../augment/index.js";
import { colourisationDecoder } from "../decoders/index.js";
import type { PictureFacts } from "../encoders/index.js";
import { mean, mul, square, sub, type Tensor } from "../tensor/index.js";
import { colourError, GREY_PANEL, labOf, painted } from "./colour-pictures.js";
import { featureMap, resizedMap } from "./feature-map.js";
import { luminanceEncoder } from "./luminance-encoder.js";
import { defineMethod } from "./method.js";
import { perPicture } from "./reconstruction.js";
import type { Branch } from "./step.js";

/** What a and b are divided by, so that they fit into tanh. */
const range = 128;

/** Colours of x, `[N, 2, H, W]` in -1..1, and its embedding. */
function predicted(
  { scope, encodeAll, picture }: Pick<Branch, "scope" | "encodeAll"> & Pick<PictureFacts, "picture">,
  x: Tensor,
) {
  const [, height, width] = picture;
  const [rows, columns] = [Math.ceil(height / 8), Math.ceil(width / 8)];
  const encoding = encodeAll(x);
  const map = resizedMap(featureMap(scope.child("decoder"), encoding, rows, columns), rows, columns);
  return {
    ab: colourisationDecoder(scope.child("decoder"), map, [height, width]),
    embedding: encoding.embedding,
  };
}

/** Squared errors of colours in -1..1, `[N, 2, H, W]`. */
function errors(ab: Tensor, x: Tensor, scale: Pick<PictureFacts, "toPixels">): Tensor {
  return square(sub(ab, mul(labOf(x, scale).ab, 1 / range)));
}

export const colouriseRegression = defineMethod({
  name: "colourise-regression",
  title: "Colourisation by regression",
  paper: "https://github.com/emilwallner/Coloring-greyscale-images",
  family: "pretext",
  taxonomy: "generative",
  reads: "pictures",
  couples: [],
  options: z.strictObject({}),
  views: [{ count: 1, strength: "weak", area: [0.5, 1] }],
  channels: () => 3,
  withoutChannels: "There is no colour to learn from: use another method, or pictures in colour.",
  encoder: luminanceEncoder,
  colours: true,
  recipe: { learningRate: 3e-3 },

  /** How far y's colours are from those that x's lightness suggests. */
  energy: ({ x, y, ...context }) => perPicture(errors(predicted(context, x).ab, y, context)),

  reconstruct({ x, ...context }) {
    const { l, ab } = labOf(x, context);
    const made = mul(predicted(context, x).ab, range);
    return {
      panels: { [GREY_PANEL]: greyOf(l), regression: painted(l, made) },
      error: colourError(made, ab),
    };
  },

  step({ views, ...context }) {
    const x = views[0] as Tensor; // [N, 3, H, W]
    const { ab, embedding } = predicted(context, x); // [N, 2, H, W], [N, D]
    return { loss: mean(errors(ab, x, context)), embedding };
  },
});
