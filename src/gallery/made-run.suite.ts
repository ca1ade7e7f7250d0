import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll } from "vitest";
import { mlp } from "../encoders/index.js";
import type { Method } from "../methods/index.js";
import { pretrain } from "./pretrain.js";

/** A folder that goes when the test file ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "unlabel-gallery-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A PNG of 16x16. */
export async function writePicture(path: string, pixels: Uint8Array, channels: 1 | 3): Promise<void> {
  await sharp(pixels, { raw: { width: 16, height: 16, channels } })
    .png()
    .toFile(path);
}

/** So many grey pictures of 16x16 in each of two classes: stripes across or down, wide ones, at any phase. */
export async function makeStripes(folder: string, count: number, wave = 8): Promise<void> {
  for (const name of ["across", "down"]) {
    await mkdir(join(folder, name), { recursive: true });
    for (let i = 0; i < count; i++) {
      const pixels = Uint8Array.from({ length: 256 }, (_, at) => {
        const place = name === "across" ? Math.floor(at / 16) : at % 16;
        return 128 + 100 * Math.sin((2 * Math.PI * (place + (i * wave) / count)) / wave);
      });
      await writePicture(join(folder, name, `${i}.png`), pixels, 1);
    }
  }
}

/** Trains a method on a folder of pictures for some steps. Returns the run. */
export async function madeRun(data: string, out: string, method: Method, steps: number): Promise<string> {
  const encoder = mlp({ widths: [32, 16] });
  // That of the recipe's own batch: the one that follows so small a batch would need many more steps.
  const learningRate = method.recipe.learningRate * encoder.learningRateScale;
  const options = { data, out, encoder, method, steps, learningRate, batchSize: 8, threads: 1, seed: 4 };
  for await (const _ of pretrain(options));
  return out;
}

/** A folder with `pictures`, 32 of stripes, and a run on them. */
export async function stripesRun(method: Method, steps: number) {
  const folder = await temporaryFolder();
  const data = join(folder, "pictures");
  await makeStripes(data, 16);
  return { folder, data, run: await madeRun(data, join(folder, "run"), method, steps) };
}
