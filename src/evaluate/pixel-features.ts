import { type ImageSource, inOrder } from "../data/index.js";
import { type Features, featuresOf } from "../metrics/index.js";

/** Larger pictures are averaged down by a whole factor to at most this many pixels a side. */
const largestSide = 32;

/** Raw pixels as features, 0 to 1: `[N, C * h * w]`, channel after channel. The baseline that has learned nothing. */
export async function pixelFeatures(source: ImageSource): Promise<Features> {
  const [channels, height, width] = source.shape;
  const factor = Math.ceil(Math.max(height, width) / largestSide);
  const [h, w] = [Math.ceil(height / factor), Math.ceil(width / factor)];
  const size = channels * h * w;
  const vectors = new Float32Array(source.length * size);
  const weights = blockWeights(height, width, factor);
  let at = 0;
  for await (const { images } of inOrder(source, { batchSize: 256 })) {
    for (let plane = 0; plane < images.length; plane += height * width) {
      for (let y = 0; y < height; y++) {
        const row = at + Math.floor(y / factor) * w;
        for (let x = 0; x < width; x++) {
          const i = y * width + x;
          vectors[row + Math.floor(x / factor)]! += images[plane + i]! * weights[i]!;
        }
      }
      at += h * w;
    }
  }
  return featuresOf(vectors, size);
}

/** One over 255 times the pixels in each pixel's block; blocks at the far edges may be smaller. */
function blockWeights(height: number, width: number, factor: number): Float32Array {
  const side = (at: number, length: number) => Math.min(factor, length - Math.floor(at / factor) * factor);
  return Float32Array.from(
    { length: height * width },
    (_, i) => 1 / (255 * side(Math.floor(i / width), height) * side(i % width, width)),
  );
}
