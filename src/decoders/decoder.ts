import type { Scope } from "../nn/index.js";
import type { Tensor } from "../tensor/index.js";

/** What a decoder has to make: `[channels, height, width]`. */
export type PictureShape = readonly [channels: number, height: number, width: number];

/**
 * Makes pictures `[N, C, H, W]` of codes `[N, L]`. Their numbers are unbounded, since what they mean (standardised
 * values, or logits of intensities) is the loss's business.
 */
export type Decoder = (scope: Scope, code: Tensor, picture: PictureShape) => Tensor;
