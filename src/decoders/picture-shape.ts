/**
 * What a decoder has to make: `[channels, height, width]`. Its numbers are unbounded, since what they mean (standardised
 * values, or logits of intensities) is the loss's business.
 */
export type PictureShape = readonly [channels: number, height: number, width: number];
