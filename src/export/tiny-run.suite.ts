import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll } from "vitest";
import type { Engine, StateEntry } from "../engine/index.js";
import type { RunConfig } from "../setup/index.js";
import { pretrain } from "../train/index.js";
import { makeEncoder } from "../trained/index.js";
import type { PictureRun } from "./pictures/picture-run.js";

/** A folder that goes when the test file ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "unlabel-export-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Pictures of 16x16 in two classes: reddish and bluish noise. @param first other pictures for another one */
export async function makePictures(folder: string, count: number, first = 0): Promise<void> {
  for (const [c, name] of ["blue", "red"].entries()) {
    await mkdir(join(folder, name), { recursive: true });
    for (let i = 0; i < count; i++) {
      const raw = { width: 16, height: 16, channels: 3 } as const;
      await sharp(pixels(first + i + 100 * c, c), { raw })
        .png()
        .toFile(join(folder, name, `${i}.png`));
    }
  }
}

function pixels(seed: number, redness: number): Uint8Array {
  return Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => {
    const noise = (i * (seed + 3) * 2654435761) >>> 24;
    const strong = i % 3 === 2 * (1 - redness);
    return strong ? 128 + noise / 2 : noise / 3;
  });
}

/** A run of a few steps in `folder`/run on `folder`/pictures. */
export async function tinyRun(folder: string): Promise<{ run: string; data: string }> {
  const data = join(folder, "pictures");
  const run = join(folder, "run");
  await makePictures(data, 12);
  for await (const _ of pretrain({ data, out: run, steps: 3, batchSize: 8, threads: 1, seed: 4 }));
  return { run, data };
}

/** The configuration of an encoder for pictures of a shape; what exports do not read is left at anything. */
export function configOf(
  channels: 1 | 3 | 4,
  size: readonly [number, number],
  encoder: RunConfig["encoder"],
): PictureRun {
  const mean = [0.4, 0.5, 0.6, 0.9].slice(0, channels);
  return {
    data: {
      kind: "pictures",
      path: "nowhere",
      split: null,
      size: [...size],
      storeSize: null,
      valueRange: null,
      channels,
      background: "white",
      fit: "cover",
      labels: "none",
      labelColumn: null,
      limit: null,
      holdout: 0,
      most: null,
      standardise: { mean, deviation: mean.map((value) => value / 2) },
    },
    places: { data: null, labels: null, pair: null },
    method: { name: "simclr", options: {} },
    encoder,
    augment: [],
    optimizer: { name: "sgd", options: {} },
    learningRate: 1,
    schedule: "constant",
    warmupSteps: 0,
    gradientClip: null,
    batchSize: 2,
    accumulate: 1,
    steps: 1,
    seed: 0,
    threads: 1,
    classes: 0,
    from: null,
  };
}

/** Weights and running statistics that are all different from their first values. */
export async function someState(config: RunConfig, engine: Engine): Promise<StateEntry[]> {
  const fresh = await makeEncoder(config, [], 0, { engine, batchSize: 1 });
  await fresh.dispose();
  let seed = 1;
  return fresh.state.map((entry) => {
    const fan = Math.max(1, entry.data.length / (entry.shape[0] ?? 1));
    const data = Float32Array.from({ length: entry.data.length }, () => {
      seed = (seed * 48271) % 2147483647;
      const unit = seed / 2147483647;
      return entry.name.endsWith("/variance") ? 0.5 + unit : (unit - 0.4) / Math.sqrt(fan);
    });
    return { ...entry, data };
  });
}
