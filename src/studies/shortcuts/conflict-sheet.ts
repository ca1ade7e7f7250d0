import { contactSheet } from "../../report/index.js";
import type { StudyPictures } from "../arms/open-pictures.js";
import { firstOf, picturesAt } from "../arms/picture-set.js";
import { conflictsOf, silhouettesOf, texturesOf } from "./conflict-sets.js";
import { cellsOf, sheetRows } from "./patch-sheet.js";
import type { ShortcutOptions } from "./shortcut-options.js";

type Cells = ReturnType<typeof cellsOf>;

/** What pictures in conflict are made of, and they themselves: a PNG's bytes. */
export async function conflictSheet(
  { test, shape, classNames }: StudyPictures,
  { seed }: Pick<ShortcutOptions, "seed">,
): Promise<Uint8Array> {
  const held = silhouettesOf(test, shape);
  const { images, shapes, textures, shapeOf, textureOf } = conflictsOf(held, shape, "other", [seed, 3]);
  const count = Math.min(sheetRows, shapes.length);
  const few = firstOf({ images, labels: shapes }, count, shape);
  const [from, fill] = [shapeOf, textureOf].map((indices) =>
    picturesAt(held, indices.subarray(0, count), shape),
  ) as [typeof few, typeof few];
  const alone = texturesOf(silhouettesOf(fill, shape), shape);
  const [shapeCells, textureCells, aloneCells, conflictCells] = [from, fill, alone, few].map((set) =>
    cellsOf(set, shape),
  ) as [Cells, Cells, Cells, Cells];
  return contactSheet({
    title: "Shapes filled with others' textures",
    columnCaptions: ["shape", "texture", "texture alone", "conflict"],
    rows: shapeCells.map((picture, i) => [
      { picture, caption: classNames[shapes[i]!] ?? "" },
      { picture: textureCells[i]!, caption: classNames[textures[i]!] ?? "" },
      { picture: aloneCells[i]! },
      { picture: conflictCells[i]! },
    ]),
    cellSize: 128,
  });
}
