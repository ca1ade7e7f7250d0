/** A picture in memory: bytes `[height, width, channels]`. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A rectangle of whole pixels. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Part of a picture, resized as Pillow does with its bilinear filter, which torchvision uses on pictures: a triangle
 * that widens where the picture shrinks, columns first, then rows, rounded to bytes after each.
 */
export function resizeLikePillow(
  picture: Pixels,
  part: Rectangle,
  { height, width }: { readonly height: number; readonly width: number },
): Pixels {
  const { channels } = picture;
  const columns = triangles(part.width, width);
  const rows = triangles(part.height, height);
  const wide = new Uint8Array(part.height * width * channels);
  for (let y = 0; y < part.height; y++) {
    const from = ((part.top + y) * picture.width + part.left) * channels;
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++)
        wide[(y * width + x) * channels + c] = weigh(columns[x]!, picture.data, from + c, channels);
  }
  const data = new Uint8Array(height * width * channels);
  for (let y = 0; y < height; y++)
    for (let i = 0; i < width * channels; i++)
      data[y * width * channels + i] = weigh(rows[y]!, wide, i, width * channels);
  return { data, height, width, channels };
}

interface Weights {
  readonly first: number;
  readonly shares: Float64Array;
}

/** What each of `to` pixels takes of `from`. */
function triangles(from: number, to: number): Weights[] {
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const last = Math.min(from, Math.trunc(centre + reach + 0.5));
    const shares = Float64Array.from({ length: last - first }, (_, k) =>
      Math.max(0, 1 - Math.abs((first + k + 0.5 - centre) / reach)),
    );
    const sum = shares.reduce((total, share) => total + share, 0);
    return { first, shares: shares.map((share) => share / sum) };
  });
}

function weigh({ first, shares }: Weights, data: Uint8Array, offset: number, stride: number): number {
  let sum = 0;
  for (let k = 0; k < shares.length; k++) sum += shares[k]! * data[offset + (first + k) * stride]!;
  return Math.round(sum);
}
