import { dirname, join } from "node:path";
import { createLoader, labelled } from "../data/index.js";
import { inlineEngine } from "../engine/index.js";
import { makeFolder, writeFileAtomically } from "../formats/index.js";
import { pictures, viewSheet } from "../report/index.js";
import { input } from "../tensor/index.js";
import { toUnit } from "./model.js";
import { drawPairedViews } from "./paired-views.js";
import { methodOf } from "./parts.js";
import { partnersFor, readsLabels } from "./positives.js";
import type { PretrainOptions } from "./pretrain-options.js";
import { resolveRun } from "./resolve.js";
import { divide } from "./samples.js";

/**
 * Draws the views that a run would train on: one row a picture, the original first, then its partner where there is one.
 * Returns the PNG's path, and what there is to say of the data.
 */
export async function previewViews(
  options: PretrainOptions,
  path: string,
  samples = 8,
): Promise<{ path: string; views: number; notes: readonly string[] }> {
  const { config, source } = await resolveRun(options);
  const method = methodOf(config, options);
  const { training } = await divide(readsLabels(config, method) ? await labelled(source) : source, config);
  const partners = await partnersFor(config, training);
  const count = Math.min(samples, training.length);
  const [channels, height, width] = source.shape;
  const shape = [count, channels, height, width];
  // Several draws of each group, so that the spread can be seen.
  const wanted = method.views.map((group) => ({ ...group, count: Math.max(group.count, 6) }));
  const batchOf = (name: string) => toUnit(input(name, shape, "uint8"));
  const drawn = drawPairedViews(
    batchOf("images"),
    partners === undefined ? null : batchOf("partners"),
    config,
    wanted,
  );
  const engine = inlineEngine();
  try {
    const outputs = new Map(drawn.map((view, i) => [`view${i}`, view]));
    const program = await engine.load(
      { outputs, updates: new Map() },
      { store: await engine.createStore(), name: "preview" },
    );
    const batch = (
      await createLoader({ source: training, batchSize: count, seed: config.seed, prefetch: 0, partners })
        [Symbol.asyncIterator]()
        .next()
    ).value;
    const seconds = batch.partners === undefined ? {} : { partners: batch.partners.images };
    const result = await program.run({ images: batch.images, ...seconds }, { seed: config.seed, step: 0 });
    const file = path.endsWith(".png") ? path : join(path, "views.png");
    await makeFolder(dirname(file));
    const originals = pictures(batch.images, shape);
    const others = batch.partners === undefined ? {} : { partners: pictures(batch.partners.images, shape) };
    const rows = drawn.map((view, i) => pictures(result[`view${i}`] as Float32Array, view.shape));
    await writeFileAtomically(file, await viewSheet(originals, rows, others));
    return { path: file, views: drawn.length, notes: source.notes };
  } finally {
    await engine.dispose();
    await source.close();
  }
}
