import { fillDraw } from "../../random/index.js";
import { type PictureSet, type PictureShape, pictureSize } from "../arms/picture-set.js";

/** What is done to pictures: pixels get noise, a block is hidden, or the lower half is another picture's. */
export const corruptions = ["noise", "block", "halves"] as const;

export type Corruption = (typeof corruptions)[number];

/** Deviation of the noise, in 0..1. */
export const noiseDeviation = 0.2;

/**
 * Pictures with something done to each, the same for every arm: noise is clipped to bytes; a block of half the side
 * takes each channel's mean over all pictures; the lower half is that of the picture before.
 */
export function corrupted(
  { images, labels }: PictureSet,
  shape: PictureShape,
  kind: Corruption,
  seed: number,
): PictureSet {
  const made = kind === "noise" ? noisy(images, seed) : images.slice();
  if (kind === "block") hideBlocks(made, shape, seed);
  if (kind === "halves") joinHalves(made, images, shape);
  return { images: made, labels };
}

function noisy(images: Uint8Array, seed: number): Uint8Array {
  const drawn = new Float32Array(images.length);
  fillDraw("normal", "codes/noise", { seed, step: 0 }, drawn, drawn.length);
  return images.map((byte, i) =>
    Math.min(255, Math.max(0, Math.round(byte + 255 * noiseDeviation * drawn[i]!))),
  );
}

function hideBlocks(images: Uint8Array, shape: PictureShape, seed: number): void {
  const [channels, height, width] = shape;
  const [size, area] = [pictureSize(shape), height * width];
  const count = images.length / size;
  const means = Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (let i = 0; i < images.length; i++) if (Math.floor((i % size) / area) === channel) sum += images[i]!;
    return Math.round(sum / (count * area));
  });
  const [rows, columns] = [height >> 1, width >> 1];
  const places = new Float32Array(2 * count);
  fillDraw("uniform", "codes/block", { seed, step: 0 }, places, places.length);
  for (let n = 0; n < count; n++) {
    const top = Math.floor(places[2 * n]! * (height - rows + 1));
    const left = Math.floor(places[2 * n + 1]! * (width - columns + 1));
    for (let channel = 0; channel < channels; channel++)
      for (let y = top; y < top + rows; y++) {
        const at = n * size + channel * area + y * width + left;
        images.fill(means[channel]!, at, at + columns);
      }
  }
}

function joinHalves(made: Uint8Array, images: Uint8Array, shape: PictureShape): void {
  const [channels, height, width] = shape;
  const [size, area] = [pictureSize(shape), height * width];
  const count = images.length / size;
  const upper = (height >> 1) * width;
  for (let n = 0; n < count; n++) {
    const other = (n + count - 1) % count;
    for (let channel = 0; channel < channels; channel++) {
      const at = channel * area + upper;
      made.set(images.subarray(other * size + at, other * size + (channel + 1) * area), n * size + at);
    }
  }
}
