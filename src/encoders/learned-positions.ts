import { type Scope, truncatedNormal } from "../nn/index.js";
import { concat, reshape, resizeBilinear, slice, type Tensor, transpose } from "../tensor/index.js";

/** A grid of patches, and what stands in front of it. */
export interface PatchGrid {
  readonly rows: number;
  readonly columns: number;
  readonly width: number;
  /** A row of its own for the class token, in front. */
  readonly withClass: boolean;
}

/**
 * Learned position embeddings, `[rows * columns (+ 1), width]`. The first grid that is traced declares the parameter;
 * any other, such as that of small crops, gets it resized bilinearly as a picture of `width` channels (DINO, Caron et
 * al., 2021), the class token's position as it is.
 */
export function learnedPositions(scope: Scope, grid: PatchGrid): Tensor {
  const first = grid.withClass ? 1 : 0;
  const count = grid.rows * grid.columns + first;
  const declared = scope.variables.get(scope.child("position").path)?.shape[0] ?? count;
  const table = scope.parameter("position", [declared, grid.width], truncatedNormal(0.02));
  const [rows, columns] = gridOf(declared - first, grid);
  if (rows === grid.rows && columns === grid.columns) return table;
  const picture = reshape(transpose(slice(table, 0, first)), [1, grid.width, rows, columns]);
  const resized = resizeBilinear(picture, grid.rows, grid.columns);
  const patches = transpose(reshape(resized, [grid.width, grid.rows * grid.columns]));
  return grid.withClass ? concat([slice(table, 0, 0, 1), patches]) : patches;
}

/** The grid of so many patches whose sides are most nearly in the ratio of another's: views keep the picture's shape. */
function gridOf(count: number, { rows, columns }: PatchGrid): readonly [rows: number, columns: number] {
  if (rows * columns === count) return [rows, columns];
  const off = (height: number) => Math.abs(Math.log(((height * height) / count) * (columns / rows)));
  const heights = Array.from({ length: count }, (_, i) => i + 1).filter((height) => count % height === 0);
  const height = heights.reduce((best, one) => (off(one) < off(best) ? one : best), 1);
  return [height, count / height];
}
