import type { PicturesData } from "../../kinds/index.js";

/** What the exported models expect of a picture, in the words of `preprocessor_config.json`. */
export type Preprocessing = ReturnType<typeof preprocessorConfig>;

/**
 * Preprocessing for transformers.js and whoever reads its files: RGB, shorter side to the size and the middle cut
 * out (as `fit: cover` of training does on squares), bytes to 0..1, standardised.
 */
export function preprocessorConfig(data: PicturesData) {
  const [height, width] = data.size;
  const crop = data.fit === "cover" && height === width;
  const three = (values: readonly number[]) =>
    values.length === 1 ? [...values, ...values, ...values] : values.slice(0, 3);
  return {
    image_processor_type: "ViTImageProcessor",
    do_convert_rgb: true,
    do_resize: true,
    size: crop ? { shortest_edge: height } : { height, width },
    resample: 1, // Lanczos, as in training
    do_center_crop: crop,
    ...(crop ? { crop_size: { height, width } } : {}),
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: three(data.standardise.mean),
    image_std: three(data.standardise.deviation),
  };
}

/**
 * Bytes to standardised float32, one rounding after each operation as image processors do it.
 * @param images bytes `[N, C, area]`
 */
export function standardisePixels(
  images: Uint8Array,
  area: number,
  { mean, deviation }: PicturesData["standardise"],
): Float32Array {
  const channels = mean.length;
  const pixels = new Float32Array(images.length);
  for (let i = 0; i < images.length; i++) {
    const c = Math.floor(i / area) % channels;
    pixels[i] = (Math.fround(images[i]! / 255) - mean[c]!) / deviation[c]!;
  }
  return pixels;
}

/** Three channels from one (repeated) or four (the alpha left out), as pictures come out of an RGB pipeline. */
export function toThreeChannels(images: Uint8Array, channels: number, area: number): Uint8Array {
  if (channels === 3) return images;
  const count = images.length / (channels * area);
  const rgb = new Uint8Array(count * 3 * area);
  for (let n = 0; n < count; n++) {
    for (let c = 0; c < 3; c++) {
      const from = (n * channels + (channels === 1 ? 0 : c)) * area;
      rgb.set(images.subarray(from, from + area), (n * 3 + c) * area);
    }
  }
  return rgb;
}

/** The same pictures without transparency: the alpha of `[N, 4, area]` set to 255. */
export function opaque(images: Uint8Array, channels: number, area: number): Uint8Array {
  if (channels !== 4) return images;
  const solid = images.slice();
  for (let at = 3 * area; at < solid.length; at += 4 * area) solid.fill(255, at, at + area);
  return solid;
}
