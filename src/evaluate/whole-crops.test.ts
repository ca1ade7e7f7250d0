import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { inlineEngine } from "../engine/index.js";
import { simclr } from "../methods/index.js";
import { createRunFolder, writeCheckpoint } from "../runs/index.js";
import { openRunData } from "../samples/index.js";
import { type PretrainOptions, resolveRun } from "../settle/index.js";
import { partsOf } from "../setup/index.js";
import { stepProgram } from "../steps/index.js";
import { evaluateRun, measureEnergy, openFineTuner } from "./index.js";

let folder = "";
let options: PretrainOptions;

/** Labelled photographs of two shapes, larger than the view, and a run on them that has not trained. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-evaluate-whole-"));
  for (const [name, width, height] of [
    ["wide", 40, 20],
    ["high", 20, 40],
  ] as const) {
    const data = join(folder, "photos", name);
    await mkdir(data, { recursive: true });
    for (let i = 0; i < 8; i++) {
      const pixels = Uint8Array.from({ length: 3 * width * height }, (_, k) => (k * (7 + i) + i * 31) % 256);
      const png = sharp(pixels, { raw: { width, height, channels: 3 } }).png();
      await writeFile(join(data, `p${i}.png`), await png.toBuffer());
    }
  }
  const data = join(folder, "photos");
  options = { data, size: 12, encoder: convnet({ widths: [4] }), batchSize: 4, steps: 2, threads: 1 };
  const { config, source } = await resolveRun({ ...options, method: simclr() });
  const { checkpoints } = await createRunFolder(join(folder, "run"), config);
  const state = stepProgram(partsOf(config, source.length)).variables.initialValues(config.seed);
  const position = { epoch: 0, batchInEpoch: 0 };
  await writeCheckpoint(checkpoints, { step: 0, position, method: config.method.name, state });
  await source.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a run that crops whole pictures", () => {
  it("is fine-tuned on crops of whole pictures, and judged by pictures as they are", async () => {
    const wanted = { probes: ["fine-tune"], budgets: ["all"], seeds: 1, fineTune: { steps: 2 } } as const;
    const arms: string[] = [];
    for await (const event of evaluateRun({ run: join(folder, "run"), ...wanted }))
      if (event.type === "row") arms.push(event.row.arm);
    expect(arms).toEqual(["pretrained", "scratch"]);
    // Samples that were opened without them are told, not cropped otherwise.
    const { config, source } = await resolveRun(options);
    await source.close();
    const plain = await openRunData(config);
    const engine = inlineEngine();
    const tuner = await openFineTuner(engine, config, convnet({ widths: [4] }), 2, 16, { steps: 2 });
    const labels = (await plain.labels())!.values;
    const job = { train: plain, test: plain, testLabels: labels, seed: 0, weights: null };
    await expect(tuner.run(job)).rejects.toThrow(/Crops are taken from whole pictures/);
    await tuner.dispose();
    await engine.dispose();
    await plain.close();
  });

  it("has energies of crops of whole pictures", async () => {
    const { pairs, before } = await measureEnergy({ run: join(folder, "run"), samples: 16 });
    expect(pairs).toBeGreaterThan(2);
    expect(Number.isFinite(before.compatible)).toBe(true);
  });
});
