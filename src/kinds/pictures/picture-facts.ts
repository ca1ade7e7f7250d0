import type { PictureFacts } from "../../encoders/index.js";
import { cast, channelAffine, constant, mul, type Tensor } from "../../tensor/index.js";
import type { PicturesData } from "./pictures-data.js";

/** Bytes 0..255 to numbers 0..1. */
export function toUnit(images: Tensor): Tensor {
  return mul(cast(images, "float32"), 1 / 255);
}

/** Subtracts each channel's mean and divides by its deviation, measured on the training data. */
export function standardise(x: Tensor, { mean, deviation }: PicturesData["standardise"]): Tensor {
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

/** A run's pictures as its encoder sees them and as people do. */
export function pictureFacts({
  channels,
  size,
  standardise: statistics,
}: Pick<PicturesData, "channels" | "standardise"> & {
  readonly size: readonly [height: number, width: number];
}): PictureFacts {
  const { mean, deviation } = statistics;
  const c = mean.length;
  return {
    picture: [channels, ...size],
    toPixels: (x) => channelAffine(x, constant(deviation, [c]), constant(mean, [c])),
    fromPixels: (pixels) => standardise(pixels, statistics),
  };
}
