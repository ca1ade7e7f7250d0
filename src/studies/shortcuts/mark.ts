import { fillDraw } from "../../random/index.js";
import { type PictureShape, pictureSize } from "../arms/picture-set.js";

/** The mark: a black square in the top left corner, with one bright cell of a grid. */
export interface Plate {
  /** Cells on a side: enough for one a class. */
  readonly grid: number;
  /** Pixels of a cell's side. */
  readonly cell: number;
  /** Pixels of the square's side. */
  readonly side: number;
}

/** About a sixteenth of the picture a cell, less where classes are many; null where one pixel a cell is too much. */
export function plateFor(classes: number, [, height, width]: PictureShape): Plate | null {
  const grid = Math.max(2, Math.ceil(Math.sqrt(classes)));
  const shorter = Math.min(height, width);
  const cell = Math.min(Math.round(shorter / 16), Math.floor(shorter / 3 / grid));
  if (cell < 1) return grid <= shorter / 2 ? { grid, cell: 1, side: grid } : null;
  return { grid, cell, side: grid * cell };
}

/**
 * Which cell each picture's mark is in: that of its class with a probability, else that of another class, all alike.
 * @param association 1 / classes makes cells independent of classes
 * @param stream tells one hospital's draws from another's
 */
export function markCells(
  labels: Int32Array,
  classes: number,
  {
    association,
    stream,
    seed,
  }: { readonly association: number; readonly stream: string; readonly seed: number },
): Int32Array {
  const draws = new Float32Array(2 * labels.length);
  fillDraw("uniform", `mark/${stream}`, { seed, step: 0 }, draws, draws.length);
  return labels.map((label, i) => {
    const [chance, which] = [draws[2 * i]!, draws[2 * i + 1]!];
    if (chance < association) return label;
    return (label + 1 + Math.floor(which * (classes - 1))) % classes;
  });
}

/** Puts a mark on every picture: bytes `[N, C, H, W]`. @param cells one a picture */
export function marked(
  images: Uint8Array,
  shape: PictureShape,
  { grid, cell, side }: Plate,
  cells: Int32Array,
): Uint8Array {
  return withSquare(images, shape, side, (picture, y, x) => {
    const place = cells[picture]!;
    const isBright =
      Math.floor(y / cell) === Math.floor(place / grid) && Math.floor(x / cell) === place % grid;
    return isBright ? 255 : 0;
  });
}

/** Hides the mark of every picture behind a black square, whatever it was. */
export function hidden(images: Uint8Array, shape: PictureShape, { side }: Plate): Uint8Array {
  return withSquare(images, shape, side, () => 0);
}

function withSquare(
  images: Uint8Array,
  shape: PictureShape,
  side: number,
  byteAt: (picture: number, y: number, x: number) => number,
): Uint8Array {
  const drawn = images.slice();
  const [channels, height, width] = shape;
  const size = pictureSize(shape);
  for (let picture = 0; picture * size < images.length; picture++)
    for (let channel = 0; channel < channels; channel++)
      for (let y = 0; y < side; y++)
        for (let x = 0; x < side; x++)
          drawn[picture * size + (channel * height + y) * width + x] = byteAt(picture, y, x);
  return drawn;
}
