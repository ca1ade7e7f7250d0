import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, expect, it } from "vitest";
import { mlp } from "../encoders/index.js";
import { inlineEngine } from "../engine/index.js";
import { vae } from "../methods/index.js";
import { barePictures, partsOf } from "../setup/index.js";
import { stepProgram } from "../steps/index.js";
import { sampleDraws } from "../train/index.js";
import { drawStrip, filmStrips } from "./sample-strips.js";

const engine = inlineEngine({ threads: 1 });
const run = await mkdtemp(join(tmpdir(), "unlabel-strips-"));
afterAll(async () => {
  await engine.dispose();
  await rm(run, { recursive: true });
});

it("draws the same latents in every strip, and films twelve of many", async () => {
  const config = barePictures(vae({ latentDim: 2 }), mlp({ widths: [4] }), {
    ...{ size: [4, 4], channels: 1, augment: [], learningRate: 0.1, batchSize: 2, steps: 29 },
  });
  const parts = partsOf(config, 2);
  const store = await engine.createStore(stepProgram(parts).variables.initialValues(0));
  const draw = (await sampleDraws({ parts, engine, store }))!;
  for (let step = 0; step < 30; step++) await drawStrip(run, await draw(step), config.steps);
  await filmStrips(run);
  const names = await readdir(join(run, "samples"));
  expect(names.sort()[29]).toBe("step-00000029.png");
  const strip = await sharp(join(run, "samples", names[0]!)).metadata();
  const [width, height] = [strip.width!, strip.height!];
  // To the right of the captions, which say the step.
  const drawn = { left: width - 6 * 60, top: 0, width: 6 * 60, height };
  const pixels = await Promise.all(
    [0, 29].map((step) =>
      sharp(join(run, "samples", names[step]!))
        .extract(drawn)
        .raw()
        .toBuffer(),
    ),
  );
  expect(pixels[0]!.equals(pixels[1]!)).toBe(true);
  expect(new Set(pixels[0]).size).toBeGreaterThan(8);
  const film = sharp(await readFile(join(run, "samples-over-time.png")));
  expect(await film.metadata()).toMatchObject({ width, height: 12 * height });
  // The first and the last are among them.
  for (const [place, step] of [
    [0, 0],
    [11, 29],
  ] as const) {
    const part = film.clone().extract({ left: 0, top: place * height, width, height });
    const shown = await part.removeAlpha().raw().toBuffer();
    const one = await sharp(join(run, "samples", names[step]!))
      .removeAlpha()
      .raw()
      .toBuffer();
    expect(shown.equals(one)).toBe(true);
  }
});
