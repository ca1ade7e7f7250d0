import { type Scope, truncatedNormal, type Variables } from "../nn/index.js";
import { concat, reshape, resizeBilinear, slice, type Tensor, transpose } from "../tensor/index.js";

/** A grid of patches, and what stands in front of it. */
export interface PatchGrid {
  readonly rows: number;
  readonly columns: number;
  readonly width: number;
  /** A row of its own for the class token, in front. */
  readonly withClass: boolean;
}

/** The grid that each table of positions was made for, by its path: the table itself only says how many patches it has. */
const declaredGrids = new WeakMap<Variables, Map<string, PatchGrid>>();

/**
 * Learned position embeddings, `[rows * columns (+ 1), width]`. The first grid that is traced declares the parameter;
 * any other, such as that of small crops, gets it resized bilinearly as a picture of `width` channels (DINO, Caron et
 * al., 2021), the class token's position as it is.
 */
export function learnedPositions(scope: Scope, grid: PatchGrid): Tensor {
  const first = grid.withClass ? 1 : 0;
  const { rows, columns } = declaredGrid(scope, grid);
  const table = scope.parameter("position", [rows * columns + first, grid.width], truncatedNormal(0.02));
  if (rows === grid.rows && columns === grid.columns) return table;
  const picture = reshape(transpose(slice(table, 0, first)), [1, grid.width, rows, columns]);
  const resized = resizeBilinear(picture, grid.rows, grid.columns);
  const patches = transpose(reshape(resized, [grid.width, grid.rows * grid.columns]));
  return grid.withClass ? concat([slice(table, 0, 0, 1), patches]) : patches;
}

/** The first grid that was traced at this place, by student or teacher. */
function declaredGrid({ variables, path }: Scope, grid: PatchGrid): PatchGrid {
  const declared = declaredGrids.get(variables) ?? new Map<string, PatchGrid>();
  declaredGrids.set(variables, declared);
  const known = declared.get(path) ?? grid;
  declared.set(path, known);
  return known;
}
