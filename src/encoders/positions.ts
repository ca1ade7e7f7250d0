import { constant, type Tensor } from "../tensor/index.js";

/**
 * Fixed position embeddings of a grid (MoCo v3, Chen et al., 2021): a quarter of the width each for sine and cosine of
 * the row and of the column, with wavelengths from 2π to 10000 * 2π. Row by row; a class token's position is zero.
 * @returns `[rows * columns (+ 1), width]`; width must be a multiple of 4.
 */
export function sinCosPositions({
  rows,
  columns,
  width,
  withClass = false,
}: {
  readonly rows: number;
  readonly columns: number;
  readonly width: number;
  readonly withClass?: boolean;
}): Tensor {
  const first = withClass ? 1 : 0;
  const quarter = width / 4;
  const data = new Float32Array((rows * columns + first) * width);
  for (let token = 0; token < rows * columns; token++) {
    const at = (token + first) * width;
    const place = [Math.floor(token / columns), token % columns] as const;
    for (let i = 0; i < quarter; i++) {
      const frequency = 10_000 ** (-i / quarter);
      place.forEach((coordinate, axis) => {
        data[at + 2 * axis * quarter + i] = Math.sin(coordinate * frequency);
        data[at + (2 * axis + 1) * quarter + i] = Math.cos(coordinate * frequency);
      });
    }
  }
  return constant(data, [rows * columns + first, width]);
}
