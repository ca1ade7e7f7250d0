import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLoader, openImages } from "../data/index.js";
import { convnet } from "../encoders/index.js";
import { inlineEngine } from "../engine/index.js";
import { DataError } from "../errors.js";
import { previewViews } from "../gallery/index.js";
import { asPictures, drawViews, picturesDataOf, viewFeeds, viewNeeds, viewSource } from "../kinds/index.js";
import { autoencoder, simclr } from "../methods/index.js";
import { randomKey } from "../random/index.js";
import { checkpointPaths, readRunConfig, runFolder } from "../runs/index.js";
import { openRunData } from "../samples/index.js";
import { type PretrainOptions, resolveRun } from "../settle/index.js";
import { pretrain } from "../train/index.js";

let folder = "";
let options: PretrainOptions;
const [count, height, width] = [12, 24, 48];

/** Pictures twice as wide as high; red tells how far to the right a pixel is. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-whole-"));
  const data = join(folder, "wide");
  await mkdir(data);
  for (let i = 0; i < count; i++) {
    const pixels = Uint8Array.from({ length: 3 * height * width }, (_, k) => {
      const [place, channel] = [Math.floor(k / 3), k % 3];
      return channel === 0 ? Math.round((255 * ((place % width) + 0.5)) / width) : (place * 7 + i * 31) % 256;
    });
    const png = sharp(pixels, { raw: { width, height, channels: 3 } }).png();
    await writeFile(join(data, `p${i}.png`), await png.toBuffer());
  }
  const encoder = convnet({ widths: [4] });
  options = { data, size: 16, encoder, batchSize: 4, steps: 5, threads: 1, labels: "none" };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function lastCheckpoint(run: string): Promise<Buffer> {
  return readFile((await checkpointPaths(runFolder(run).checkpoints))[0] as string);
}

async function train(given: PretrainOptions | { readonly resume: string }, stop = 0): Promise<void> {
  const controller = new AbortController();
  for await (const event of pretrain({ ...given, signal: controller.signal }))
    if (event.type === "step" && event.step === stop) controller.abort();
}

/** A run's configuration and samples, as pictures. */
async function resolved(given: Parameters<typeof resolveRun>[0]) {
  const { config, source } = await resolveRun(given);
  const data = picturesDataOf(config.data, "A test");
  return { config: { ...config, data }, source: asPictures(source, "A test") };
}

describe("crops of whole pictures", () => {
  it("are what a run trains on, and a stopped run ends with the same bits", async () => {
    const [whole, stopped] = [join(folder, "run"), join(folder, "stopped")];
    await train({ ...options, out: whole });
    expect((await readRunConfig(whole)).data).toMatchObject({ size: [16, 16], storeSize: [24, 48] });
    await train({ ...options, out: stopped }, 2);
    await train({ resume: stopped });
    expect((await lastCheckpoint(stopped)).equals(await lastCheckpoint(whole))).toBe(true);
    const coarse = join(folder, "coarse");
    await train({ ...options, storeSize: 16, out: coarse });
    expect((await readRunConfig(coarse)).data).toMatchObject({ storeSize: [11, 23] });
    expect((await lastCheckpoint(coarse)).equals(await lastCheckpoint(whole))).toBe(false);
  });

  it("reach the borders of a picture that is twice as wide as high", async () => {
    const { config, source } = await resolved({ ...options, method: simclr() });
    const groups = [{ count: 6, strength: "weak" as const }];
    const batchSize = count;
    const drawn = drawViews(config, groups, batchSize, "samples", randomKey("views"));
    const engine = inlineEngine();
    const outputs = new Map(drawn.map((view, i) => [`view${i}`, view]));
    const program = await engine.load(
      { outputs, updates: new Map() },
      { store: await engine.createStore(), name: "views" },
    );
    const centres: number[] = [];
    const samples = viewSource(source, viewNeeds(config, groups));
    for await (const batch of createLoader({ source: samples, batchSize, epochs: 4 })) {
      expect(batch.images).toBeUndefined();
      const result = await program.run(viewFeeds(batch, "samples"), { seed: 0, step: batch.step });
      for (const view of Object.values(result) as Float32Array[])
        for (let i = 0; i < batchSize; i++) {
          const red = view.subarray(i * 3 * 256, (i * 3 + 1) * 256);
          centres.push(red.reduce((sum, value) => sum + value / 256, 0));
        }
    }
    await engine.dispose();
    await source.close();
    // Out of the middle square, centres of a fifth of its area would lie within 0.39 and 0.61 of the width.
    expect(Math.min(...centres)).toBeLessThan(0.25);
    expect(Math.max(...centres)).toBeGreaterThan(0.75);
  });

  it("are not read where a method sees pictures as they are, but their shape is settled", async () => {
    const { config, source } = await resolved({ ...options, method: autoencoder() });
    expect(config.data.storeSize).toEqual([24, 48]);
    expect(source.whole).toBeUndefined();
    await source.close();
  });

  it("are taken from pictures of the view's size where these are as good", async () => {
    const { config, source } = await resolved({ ...options, data: await small() });
    expect([config.data.storeSize, source.whole]).toEqual([null, undefined]);
    expect(viewNeeds(config, [{ count: 2 }])).toEqual({ plain: true, whole: false });
    await source.close();
  });

  it("are shown by the preview, beside the pictures themselves, and of pairs", async () => {
    const { path } = await previewViews(options, join(folder, "views.png"), 2);
    expect(existsSync(path)).toBe(true);
    const paired = await previewViews({ ...options, pair: options.data }, join(folder, "pairs.png"), 2);
    expect(existsSync(paired.path)).toBe(true);
  });

  it("need whole pictures: a source without says so", async () => {
    const { config, source } = await resolved(options);
    await source.close();
    const plain = asPictures(await openRunData(config), "A test");
    expect(plain.whole).toBeUndefined();
    expect(() => viewSource(plain, viewNeeds(config, [{ count: 1 }]))).toThrow(DataError);
    const whole = asPictures(await openRunData(config, { crops: true }), "A test");
    expect(whole.whole?.shape).toEqual([3, 24, 48]);
    // What everything else sees is the same.
    const alone = await openImages(options.data, { size: 16 });
    expect(await whole.read([3])).toEqual(await alone.read([3]));
    for (const source of [plain, whole, alone]) await source.close();
  });
});

/** The same pictures, of the view's size already. */
async function small(): Promise<string> {
  const data = join(folder, "small");
  await mkdir(data);
  for (let i = 0; i < count; i++)
    await writeFile(
      join(data, `p${i}.png`),
      await sharp(join(options.data, `p${i}.png`))
        .resize(16, 16)
        .png()
        .toBuffer(),
    );
  return data;
}
