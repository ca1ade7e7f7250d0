import { type ImageSource, inOrder } from "../../data/index.js";
import { type Features, featuresOf } from "../../metrics/index.js";

/** Larger pictures are averaged down by a whole factor to at most this many pixels a side. */
const largestSide = 32;

type Shape = ImageSource["shape"];

/** How many numbers `pixelFeatures` makes of a picture. */
export function pixelWidth([channels, height, width]: Shape): number {
  const factor = factorOf(height, width);
  return channels * Math.ceil(height / factor) * Math.ceil(width / factor);
}

/** Raw pixels as features, 0 to 1: `[N, C * h * w]`, channel after channel. The baseline that has learned nothing. */
export async function pixelFeatures(source: ImageSource): Promise<Features> {
  const size = pixelWidth(source.shape);
  const vectors = new Float32Array(source.length * size);
  let at = 0;
  for await (const { images } of inOrder(source, { batchSize: 256 })) {
    const rows = pixelRows(images, source.shape, 255).vectors;
    vectors.set(rows, at);
    at += rows.length;
  }
  return featuresOf(vectors, size);
}

/**
 * The same of pictures in memory.
 * @param images `[N, C, H, W]` @param white what the brightest pixel is in them, such as 255
 */
export function pixelRows(
  images: Uint8Array | Float32Array,
  [channels, height, width]: Shape,
  white: number,
): Features {
  const factor = factorOf(height, width);
  const [h, w] = [Math.ceil(height / factor), Math.ceil(width / factor)];
  const vectors = new Float32Array((images.length / (height * width)) * h * w);
  const weights = blockWeights(height, width, factor, white);
  for (let plane = 0, at = 0; plane < images.length; plane += height * width, at += h * w) {
    for (let y = 0; y < height; y++) {
      const row = at + Math.floor(y / factor) * w;
      for (let x = 0; x < width; x++) {
        const i = y * width + x;
        vectors[row + Math.floor(x / factor)]! += images[plane + i]! * weights[i]!;
      }
    }
  }
  return featuresOf(vectors, channels * h * w);
}

const factorOf = (height: number, width: number) => Math.ceil(Math.max(height, width) / largestSide);

/** One over white times the pixels in each pixel's block; blocks at the far edges may be smaller. */
function blockWeights(height: number, width: number, factor: number, white: number): Float32Array {
  const side = (at: number, length: number) => Math.min(factor, length - Math.floor(at / factor) * factor);
  return Float32Array.from(
    { length: height * width },
    (_, i) => 1 / (white * side(Math.floor(i / width), height) * side(i % width, width)),
  );
}
