import { dirname, join } from "node:path";
import { createLoader, labelled } from "../data/index.js";
import { inlineEngine } from "../engine/index.js";
import { makeFolder, writeFileAtomically } from "../formats/index.js";
import { asPictures, drawViews, picturesDataOf, viewFeeds, viewNeeds, viewSource } from "../kinds/index.js";
import { randomKey } from "../random/index.js";
import { pictures, viewSheet } from "../report/index.js";
import { divide, partnersFor } from "../samples/index.js";
import type { PretrainOptions } from "../settle/index.js";
import { resolveRun } from "../settle/index.js";
import { methodOf, readsLabels } from "../setup/index.js";
import { drawPairedViews } from "../steps/index.js";

/**
 * Draws the views that a run would train on: one row a picture, the original first, then its partner where there is one.
 * Returns the PNG's path, and what there is to say of the data.
 */
export async function previewViews(
  options: PretrainOptions,
  path: string,
  samples = 8,
): Promise<{ path: string; views: number; notes: readonly string[] }> {
  const { config: settled, source: opened } = await resolveRun(options);
  const source = asPictures(opened, "A sheet of views");
  const config = { ...settled, data: picturesDataOf(settled.data, "A sheet of views") };
  const method = methodOf(config, options);
  const divided = await divide(readsLabels(config, method) ? await labelled(source) : source, config);
  const training = asPictures(divided.training, "A sheet of views");
  // Originals are shown, whatever views are drawn from.
  const needs = { ...viewNeeds(config, method.views), plain: true };
  const partners = await partnersFor(config, training, {
    source: (all) => viewSource(asPictures(all, "A sheet of views"), needs),
  });
  const count = Math.min(samples, training.length);
  const [channels, height, width] = source.shape;
  const shape = [count, channels, height, width];
  // Several draws of each group, so that the spread can be seen.
  const wanted = method.views.map((group) => ({ ...group, count: Math.max(group.count, 6) }));
  const drawn = drawPairedViews(
    (side) => drawViews(config, wanted, count, side, randomKey("views")),
    partners !== undefined,
    wanted,
  );
  const engine = inlineEngine();
  try {
    const outputs = new Map(drawn.map((view, i) => [`view${i}`, view]));
    const program = await engine.load(
      { outputs, updates: new Map() },
      { store: await engine.createStore(), name: "preview" },
    );
    const samples = viewSource(training, needs);
    const loader = createLoader({
      source: samples,
      batchSize: count,
      seed: config.seed,
      prefetch: 0,
      partners,
    });
    const batch = (await loader[Symbol.asyncIterator]().next()).value;
    const feeds = { ...viewFeeds(batch, "samples"), ...viewFeeds(batch.partners ?? {}, "partners") };
    const result = await program.run(feeds, { seed: config.seed, step: 0 });
    const file = path.endsWith(".png") ? path : join(path, "views.png");
    await makeFolder(dirname(file));
    const originals = pictures(batch.images, shape);
    const seconds = batch.partners?.images;
    const others = seconds === undefined ? {} : { partners: pictures(seconds, shape) };
    const rows = drawn.map((view, i) => pictures(result[`view${i}`] as Float32Array, view.shape));
    await writeFileAtomically(file, await viewSheet(originals, rows, others));
    return { path: file, views: drawn.length, notes: [...source.notes, ...(source.warnings ?? [])] };
  } finally {
    await engine.dispose();
    await source.close();
  }
}
