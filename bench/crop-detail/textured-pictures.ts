import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";

/** Shapes of the pictures of a set, [width, height], in turn: about two megapixels each. */
export const shapesOf = {
  square: [[1400, 1400]],
  "3:2": [[1740, 1160]],
  "2:1": [[2000, 1000]],
  mixed: [
    [1600, 1200],
    [1200, 1600],
    [1400, 1400],
    [2000, 1000],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [number, number])[]>>;

/** A set that can be made. */
export type MadeSet = keyof typeof shapesOf;

/**
 * Writes textured pictures: noise of every scale, each octave as strong as its pixels are large, as in photographs, with
 * edges across it, as JPEG files.
 */
export async function writeTexturedPictures(folder: string, set: MadeSet, count: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const shapes = shapesOf[set];
  for (let i = 0; i < count; i++) {
    const [width, height] = shapes[i % shapes.length]!;
    const jpeg = sharp(texture(width, height, i + 1), { raw: { width, height, channels: 3 } });
    await writeFile(join(folder, `texture-${i}.jpg`), await jpeg.jpeg({ quality: 92 }).toBuffer());
  }
}

function texture(width: number, height: number, seed: number): Uint8Array {
  const sums = new Float32Array(3 * width * height);
  for (let cell = 256, octave = 0; cell >= 1; cell /= 2, octave++) {
    const strength = 40 * Math.sqrt(cell / 256) + 8;
    for (let y = 0; y < height; y++) {
      const [row, fy] = [Math.floor(y / cell), (y / cell) % 1];
      for (let x = 0; x < width; x++) {
        const [column, fx] = [Math.floor(x / cell), (x / cell) % 1];
        for (let c = 0; c < 3; c++) {
          const at = (dx: number, dy: number) => hash(column + dx, row + dy, 31 * octave + c, seed);
          const value =
            (1 - fy) * ((1 - fx) * at(0, 0) + fx * at(1, 0)) + fy * ((1 - fx) * at(0, 1) + fx * at(1, 1));
          sums[3 * (y * width + x) + c]! += strength * value;
        }
      }
    }
  }
  // Edges: stripes of another brightness, slanted.
  return Uint8Array.from(sums, (sum, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return Math.min(255, Math.max(0, 128 + sum + (Math.floor((x + 0.4 * y) / 170) % 2 ? 25 : -25)));
  });
}

/** A number of -1..1 that belongs to a place. */
function hash(x: number, y: number, layer: number, seed: number): number {
  let h =
    Math.imul(x, 374761393) ^
    Math.imul(y, 668265263) ^
    Math.imul(layer, 2246822519) ^
    Math.imul(seed, 3266489917);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 31 - 1;
}
