import type { Encoder } from "../encoders/index.js";
import { ShapeError } from "../errors.js";
import { broadcastTo, concat, full, slice, type Tensor } from "../tensor/index.js";

/**
 * An encoder that is told which values it does not see (SPEC row 56): flags are put beside the picture as channels of
 * their own, 1 where a value is hidden, from the option `missing`; without it nothing is, and the flags are 0. So a 0
 * that stands for the unknown is told from a 0 that was measured.
 *
 * Its decoder makes a picture of as many channels as the encoder sees, of which the flags' are left out: decoders that
 * mirror an encoder find what they mirror.
 * @param each whether each channel has flags of its own; else one channel of flags serves them all
 */
export function flaggedEncoder(encoder: Encoder, { each }: { readonly each: boolean }): Encoder {
  return {
    ...encoder,
    apply(scope, x, { missing, ...options } = {}) {
      const [n = 0, c = 0, height = 0, width = 0] = x.shape;
      return encoder.apply(
        scope,
        concat([x, flagsOf(missing, [n, each ? c : 1, height, width])], 1),
        options,
      );
    },
    decode(scopes, code, [channels, height, width]) {
      const seen = each ? 2 * channels : channels + 1;
      return slice(encoder.decode(scopes, code, [seen, height, width]), 1, 0, channels);
    },
  };
}

function flagsOf(missing: Tensor | undefined, shape: readonly [number, number, number, number]): Tensor {
  if (missing === undefined) return full(shape, 0);
  const fits =
    missing.shape.length === 4 && missing.shape.every((side, i) => side === 1 || side === shape[i]);
  if (!fits) {
    throw new ShapeError(
      `Flags of hidden values expect ${shape.join(" x ")}, or 1 along an axis; got ${missing.shape.join(" x ")}. Give a channel of flags for each channel, or one for all.`,
      { shape: missing.shape },
    );
  }
  return broadcastTo(missing, shape);
}
