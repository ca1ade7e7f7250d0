import { ShapeError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import type { Branch } from "./step.js";

/** How an encoder of tokens cuts a picture into patches. */
export interface PatchGrid {
  readonly rows: number;
  readonly columns: number;
  /** rows * columns, the number of tokens. */
  readonly patches: number;
  /** Side of a patch in pixels. */
  readonly side: number;
}

/**
 * The patches that an encoder makes of pictures `[N, C, H, W]`. It is traced on whole pictures and its map's shape is
 * read; nothing that comes of it is used, its running statistics neither, so nothing of it is computed.
 * @throws ShapeError when the encoder gives no map of square patches.
 */
export function patchGrid({ scope, encodeAll }: Pick<Branch, "scope" | "encodeAll">, x: Tensor): PatchGrid {
  const { map } = scope.variables.withoutAssigning(() => encodeAll(x));
  const [, , rows = 0, columns = 0] = map?.shape ?? [];
  const [, , height = 0, width = 0] = x.shape;
  const side = height / rows;
  if (!Number.isInteger(side) || side * columns !== width) {
    throw new ShapeError(
      `Hiding patches needs an encoder that cuts pictures into square patches; it makes ${rows} x ${columns} of ${height} x ${width} pixels. Choose another encoder, such as vit.`,
      { rows, columns, height, width },
    );
  }
  return { rows, columns, patches: rows * columns, side };
}
