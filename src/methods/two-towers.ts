import type { Encoder, Encoding } from "../encoders/index.js";
import { concat, constant, conv2d, type Tensor } from "../tensor/index.js";

/** The names of the towers, in the order of the embedding's halves. */
export const LUMINANCE = "luminance";
export const COLOUR = "colour";

/**
 * Two encoders of one kind side by side: one sees how light a picture is, `[N, 1, H, W]`, the other sees only its
 * colour, `[N, 2, H, W]`. The embedding is both, one after the other, `[N, 2D]`; inner layers, and the parameters,
 * have the tower's name in front (`luminance/stage1`).
 *
 * The split is the linear opponent space, an orthonormal turn of R, G and B: (R + G + B) / √3 against (R - G) / √2 and
 * (R + G - 2B) / √6. It is not CIE Lab, of which it is a linear likeness: encoders get channels that were standardised
 * one by one, from which Lab's values cannot be read back. What it keeps is what matters here: neither half can be
 * computed from the other, and together they are the whole picture.
 */
export function twoTowers(encoder: Encoder): Encoder {
  return {
    ...encoder,
    apply(scope, x, options) {
      const luminance = encoder.apply(scope.child(LUMINANCE), mixed(x, [[1, 1, 1]]), options);
      const colour = encoder.apply(
        scope.child(COLOUR),
        mixed(x, [
          [1, -1, 0],
          [1, 1, -2],
        ]),
        options,
      );
      return sideBySide(luminance, colour);
    },
  };
}

/** Channels of x `[N, 3, H, W]` mixed by weights, which are given unit length: `[N, weights, H, W]`. */
function mixed(x: Tensor, weights: readonly (readonly number[])[]): Tensor {
  const unit = weights.flatMap((row) => row.map((value) => value / Math.hypot(...row)));
  return conv2d(x, constant(unit, [weights.length, 3, 1, 1]));
}

function sideBySide(luminance: Encoding, colour: Encoding): Encoding {
  const layers = new Map([
    ...[...luminance.layers].map(([name, layer]) => [`${LUMINANCE}/${name}`, layer] as const),
    ...[...colour.layers].map(([name, layer]) => [`${COLOUR}/${name}`, layer] as const),
  ]);
  const { map, tokens } = luminance;
  return {
    embedding: concat([luminance.embedding, colour.embedding], 1),
    layers,
    ...(map && colour.map ? { map: concat([map, colour.map], 1) } : {}),
    ...(tokens && colour.tokens ? { tokens: concat([tokens, colour.tokens], 2) } : {}),
  };
}
