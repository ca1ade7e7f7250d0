import { lightness } from "../augment/index.js";
import type { Encoder } from "../encoders/index.js";
import { mul, sub, type Tensor } from "../tensor/index.js";

/** The middle of Lab's L, 0..100, and about its deviation in photographs. */
const middle = 50;
const deviation = 25;

/**
 * An encoder that is given colour pictures and sees how light they are: (L - 50) / 25 with CIE Lab's L, `[N, 1, H, W]`.
 * A picture and its grey copy of the same lightness are the same to it.
 */
export function luminanceEncoder(encoder: Encoder): Encoder {
  return {
    ...encoder,
    apply: (scope, x, options) => encoder.apply(scope, seen(options?.toPixels?.(x) ?? x), options),
  };
}

function seen(pixels: Tensor): Tensor {
  return mul(sub(lightness(pixels), middle), 1 / deviation);
}
