import { DataError } from "../errors.js";

/** One picture: channels first, 1 (grey), 3 (RGB) or 4 (RGB and alpha); uint8, or floats 0..1. */
export interface Picture {
  readonly data: Uint8Array | Float32Array;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * The pictures of a batch [N, C, H, W], as views of its memory.
 *
 * @throws DataError when the shape is not [N, 1 | 3 | 4, H, W] or does not hold `data.length` values
 */
export function pictures(data: Uint8Array | Float32Array, shape: readonly number[]): Picture[] {
  const [count = 0, channels = 0, height = 0, width = 0] = shape;
  const size = channels * height * width;
  if (shape.length !== 4 || ![1, 3, 4].includes(channels) || count * size !== data.length) {
    throw new DataError(
      `Expected pictures of shape [N, C, H, W] with C 1, 3 or 4, found shape [${shape.join(", ")}] and ${data.length} values.`,
      { shape, length: data.length },
    );
  }
  return Array.from({ length: count }, (_, i) => ({
    data: data.subarray(i * size, (i + 1) * size),
    channels,
    height,
    width,
  }));
}

/**
 * Paint a picture into RGB pixels, as large as fits the box by a whole factor, centred. Enlarging
 * repeats pixels (what the model sees, unblurred); shrinking takes means. Floats beyond 0..1 are
 * clamped, NaN is magenta, alpha is over white.
 *
 * @param canvas RGB bytes, `stride` pixels a row
 */
export function paint(
  picture: Picture,
  canvas: Uint8Array,
  stride: number,
  box: { readonly left: number; readonly top: number; readonly size: number },
): void {
  const { height, width } = picture;
  const longest = Math.max(height, width, 1);
  const grow = Math.max(1, Math.floor(box.size / longest));
  const shrink = Math.max(1, Math.ceil(longest / box.size));
  const columns = Math.ceil(width / shrink) * grow;
  const rows = Math.ceil(height / shrink) * grow;
  const left = box.left + Math.floor((box.size - columns) / 2);
  const top = box.top + Math.floor((box.size - rows) / 2);
  const color = [0, 0, 0];
  for (let y = 0; y < rows; y += grow) {
    for (let x = 0; x < columns; x += grow) {
      meanColor(picture, (x / grow) * shrink, (y / grow) * shrink, shrink, color);
      for (let dy = 0; dy < grow; dy++) {
        for (let dx = 0; dx < grow; dx++) canvas.set(color, ((top + y + dy) * stride + left + x + dx) * 3);
      }
    }
  }
}

/** Mean RGB (0..255) of the square of pixels from (left, top), into `color`. */
function meanColor(picture: Picture, left: number, top: number, size: number, color: number[]): void {
  const { data, channels, height, width } = picture;
  const scale = data instanceof Uint8Array ? 1 : 255;
  const plane = height * width;
  const bottom = Math.min(height, top + size);
  const right = Math.min(width, left + size);
  const pixels = (bottom - top) * (right - left);
  for (let c = 0; c < 3; c++) {
    const offset = channels === 1 ? 0 : c * plane;
    let sum = 0;
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const at = y * width + x;
        const value = Math.min(255, Math.max(0, data[offset + at]! * scale));
        const alpha = channels === 4 ? Math.min(1, Math.max(0, (data[3 * plane + at]! * scale) / 255)) : 1;
        sum += value * alpha + 255 * (1 - alpha);
      }
    }
    color[c] = Math.round(sum / pixels);
  }
  if (color.some(Number.isNaN)) color.splice(0, 3, 255, 0, 255);
}
