import { type PictureShape, pictureSize } from "../arms/picture-set.js";

/**
 * Pictures as a lens with lateral chromatic aberration draws them: red and blue larger than green by a share, about the
 * picture's middle, so that edges get rims of magenta and green that tell where in the picture they are (Doersch, Gupta,
 * Efros, 2015, section 3.1). A point at p from the middle goes to (1 + strength) p in red and blue; green stays.
 *
 * Drawn by cubic interpolation (Catmull-Rom), which blurs less than a linear one: blur would tell places too.
 * @param images bytes `[N, 3, H, W]`; other numbers of channels come back as they are
 */
export function throughLens(images: Uint8Array, shape: PictureShape, strength: number): Uint8Array {
  const drawn = images.slice();
  const [channels, height, width] = shape;
  if (channels !== 3) return drawn;
  const [rows, columns] = [magnified(height, strength), magnified(width, strength)];
  const area = height * width;
  const between = new Float32Array(area);
  for (let at = 0; at < images.length; at += pictureSize(shape)) {
    for (const start of [at, at + 2 * area]) {
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          between[y * width + x] = weighed(columns, x, (from) => images[start + y * width + from]!);
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const value = weighed(rows, y, (from) => between[from * width + x]!);
          drawn[start + y * width + x] = Math.min(255, Math.max(0, Math.round(value)));
        }
    }
  }
  return drawn;
}

/** Which four places of a side each place is made of, and their weights. */
interface Taps {
  readonly from: Int32Array;
  readonly weights: Float64Array;
}

function magnified(side: number, strength: number): Taps {
  const from = new Int32Array(4 * side);
  const weights = new Float64Array(4 * side);
  const middle = (side - 1) / 2;
  for (let i = 0; i < side; i++) {
    const place = middle + (i - middle) / (1 + strength);
    const first = Math.floor(place);
    const t = place - first;
    const cubic = [
      t * (-0.5 + t * (1 - 0.5 * t)),
      1 + t * t * (-2.5 + 1.5 * t),
      t * (0.5 + t * (2 - 1.5 * t)),
      t * t * (-0.5 + 0.5 * t),
    ];
    for (let k = 0; k < 4; k++) {
      from[4 * i + k] = Math.min(side - 1, Math.max(0, first + k - 1));
      weights[4 * i + k] = cubic[k]!;
    }
  }
  return { from, weights };
}

function weighed({ from, weights }: Taps, i: number, read: (place: number) => number): number {
  let sum = 0;
  for (let k = 4 * i; k < 4 * i + 4; k++) sum += weights[k]! * read(from[k]!);
  return sum;
}
