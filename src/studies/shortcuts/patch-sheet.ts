import { convnet } from "../../encoders/index.js";
import type { Engine } from "../../engine/index.js";
import { contactSheet, type Picture, pictures as picturesOf, type SheetCell } from "../../report/index.js";
import { partsOf } from "../../setup/index.js";
import { reconstructProgram } from "../../steps/index.js";
import { armConfig } from "../arms/arm-config.js";
import { firstOf, type PictureSet, type PictureShape, sourceOf } from "../arms/picture-set.js";
import type { ShortcutArm } from "./lab.js";
import type { ShortcutOptions } from "./shortcut-options.js";

/** Pictures on a sheet. */
export const sheetRows = 6;

/** Some columns of pictures, and the pairs of patches that arms draw of them, each in its place. */
export async function patchSheet(
  engine: Engine,
  {
    title,
    columns,
    arms,
    shape,
    options,
  }: {
    readonly title: string;
    /** Sets of pictures by caption. */
    readonly columns: Readonly<Record<string, PictureSet>>;
    /** Arms by caption, with the pictures that they see. */
    readonly arms: Readonly<Record<string, readonly [arm: ShortcutArm, seen: PictureSet]>>;
    readonly shape: PictureShape;
    readonly options: ShortcutOptions;
  },
): Promise<Uint8Array> {
  const drawn: (readonly Picture[])[] = [];
  for (const set of Object.values(columns)) drawn.push(cellsOf(set, shape));
  for (const [arm, seen] of Object.values(arms))
    drawn.push(await patchesOf(engine, arm, firstOf(seen, sheetRows, shape), shape, options));
  const rows = Math.min(...drawn.map((column) => column.length));
  return contactSheet({
    title,
    columnCaptions: [...Object.keys(columns), ...Object.keys(arms)],
    rows: Array.from({ length: rows }, (_, row) =>
      drawn.map((column): SheetCell => ({ picture: column[row]! })),
    ),
    cellSize: 144,
  });
}

/** The first pictures of a set, for a sheet. */
export function cellsOf(set: PictureSet, shape: PictureShape): readonly Picture[] {
  const count = Math.min(sheetRows, set.labels.length);
  return picturesOf(firstOf(set, count, shape).images, [count, ...shape]);
}

/** Two patches of each picture, the first in the middle: the task itself, which no weight changes. */
async function patchesOf(
  engine: Engine,
  arm: ShortcutArm,
  seen: PictureSet,
  shape: PictureShape,
  options: ShortcutOptions,
): Promise<readonly Picture[]> {
  const source = sourceOf(seen, shape, { name: arm.name, classNames: [] });
  const config = await armConfig({ ...arm, encoder: convnet({ widths: options.widths }) }, source, options);
  const parts = partsOf(config, source.length);
  const traced = reconstructProgram(config, parts.encoder, parts.method, source.length);
  if (traced === null) return [];
  const store = await engine.createStore(traced.scope.variables.initialValues(options.seed));
  try {
    const program = await engine.load(traced.program, { store, name: "patches" });
    const outputs = await program.run({ images: seen.images }, { seed: options.seed, step: 0 });
    await program.dispose();
    const panel = outputs["panel/two patches"] as Float32Array;
    const side = Math.round(Math.sqrt(panel.length / source.length / shape[0]));
    return picturesOf(panel, [source.length, shape[0], side, side]);
  } finally {
    await store.dispose();
  }
}
