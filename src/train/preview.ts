import { dirname, join } from "node:path";
import { views as drawViews } from "../augment/index.js";
import { createLoader } from "../data/index.js";
import { inlineEngine } from "../engine/index.js";
import { makeFolder, writeFileAtomically } from "../formats/index.js";
import { randomKey } from "../random/index.js";
import { pictures, viewSheet } from "../report/index.js";
import { input } from "../tensor/index.js";
import { toUnit } from "./model.js";
import { methodOf } from "./parts.js";
import type { PretrainOptions } from "./pretrain-options.js";
import { resolveRun } from "./resolve.js";

/** Draws the views that a run would train on: one row a picture, the original first. Returns the PNG's path. */
export async function previewViews(
  options: PretrainOptions,
  path: string,
  samples = 8,
): Promise<{ path: string; views: number }> {
  const { config, source } = await resolveRun(options);
  const count = Math.min(samples, source.length);
  const [channels, height, width] = source.shape;
  const images = input("images", [count, channels, height, width], "uint8");
  const groups = methodOf(config, options).views;
  // Several draws of each group, so that the spread can be seen.
  const wanted = groups.map((group) => ({ ...group, count: Math.max(group.count, 6) }));
  const drawn = drawViews(toUnit(images), randomKey("views"), config.augment, wanted, { height, width });
  const engine = inlineEngine();
  try {
    const outputs = new Map(drawn.map((view, i) => [`view${i}`, view]));
    const program = await engine.load(
      { outputs, updates: new Map() },
      { store: await engine.createStore(), name: "preview" },
    );
    const batch = (
      await createLoader({ source, batchSize: count, seed: config.seed, prefetch: 0 })
        [Symbol.asyncIterator]()
        .next()
    ).value;
    const result = await program.run({ images: batch.images }, { seed: config.seed, step: 0 });
    const file = path.endsWith(".png") ? path : join(path, "views.png");
    await makeFolder(dirname(file));
    const originals = pictures(batch.images, [count, channels, height, width]);
    const rows = drawn.map((view, i) => pictures(result[`view${i}`] as Float32Array, view.shape));
    await writeFileAtomically(file, await viewSheet(originals, rows));
    return { path: file, views: drawn.length };
  } finally {
    await engine.dispose();
    await source.close();
  }
}
