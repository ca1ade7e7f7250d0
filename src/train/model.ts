import type { EncodeOptions, Encoder, Encoding } from "../encoders/index.js";
import type { Branch } from "../methods/index.js";
import type { Scope } from "../nn/index.js";
import { cast, channelAffine, constant, mul, type Tensor } from "../tensor/index.js";
import type { RunConfig } from "./run-config.js";

/** Path of the encoder's parameters in every checkpoint and export. */
export const ENCODER = "encoder";
/** Path of the method's own parameters and state. */
export const HEAD = "head";

/** An encoder with the method's own parameters under one root scope, student or teacher. */
export function branch(root: Scope, encoder: Encoder): Branch {
  const encodeAll = (x: Tensor, options?: EncodeOptions): Encoding =>
    encoder.apply(root.child(ENCODER), x, options);
  return { scope: root.child(HEAD), encodeAll, encode: (x) => encodeAll(x).embedding };
}

/** Bytes 0..255 to numbers 0..1. */
export function toUnit(images: Tensor): Tensor {
  return mul(cast(images, "float32"), 1 / 255);
}

/** Subtracts each channel's mean and divides by its deviation, measured on the training data. */
export function standardise(x: Tensor, { mean, deviation }: RunConfig["standardise"]): Tensor {
  const c = mean.length;
  const scale = deviation.map((value) => 1 / value);
  return channelAffine(
    x,
    constant(scale, [c]),
    constant(
      scale.map((value, i) => -value * (mean[i] ?? 0)),
      [c],
    ),
  );
}
