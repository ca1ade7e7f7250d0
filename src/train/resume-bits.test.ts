import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { type Method, methods } from "../methods/index.js";
import { checkpointPaths, runFolder } from "../runs/index.js";
import type { PretrainOptions } from "../settle/index.js";
import { pretrain } from "./pretrain.js";

let folder = "";
let options: PretrainOptions;

/** Two dozen pictures of stripes, as an IDX file. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-resume-"));
  const [count, side] = [24, 12];
  const data = join(folder, "stripes-images-idx3-ubyte");
  const header = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, side, 0, 0, 0, side);
  const pixels = Uint8Array.from({ length: count * side * side }, (_, k) => {
    const [n, y, x] = [Math.floor(k / (side * side)), Math.floor(k / side) % side, k % side];
    return 128 + 100 * Math.sin(0.2 * n * x + 0.1 * (count - n) * y);
  });
  await writeFile(data, Buffer.concat([header, pixels]));
  options = { data, encoder: convnet({ widths: [4] }), batchSize: 8, steps: 7, threads: 1, holdout: 0 };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function lastCheckpoint(run: string): Promise<Buffer> {
  return readFile((await checkpointPaths(runFolder(run).checkpoints))[0] as string);
}

/** Runs until after a step, as Ctrl-C would stop it. */
async function runUntil(stop: number, given: PretrainOptions | { readonly resume: string }): Promise<void> {
  const controller = new AbortController();
  for await (const event of pretrain({ ...given, signal: controller.signal })) {
    if (event.type === "step" && event.step === stop) controller.abort();
  }
}

/** What each method keeps beside its weights. */
const keepers: readonly (readonly [name: string, keeps: string, options: Record<string, unknown>])[] = [
  ["moco-v2", "a queue and a teacher", {}],
  ["instance-discrimination", "a memory of every sample", {}],
  ["dino", "a teacher and a centre", {}],
  ["swav", "prototypes and a queue", { queueSize: 64 }],
  ["deepcluster-v2", "clusters found on the host", {}],
  ["tico", "a teacher and a covariance", {}],
  ["vq-vae", "a codebook", { codeDim: 4 }],
  ["exemplar", "places of its patches", {}],
  ["gan", "two optimisers", {}],
];

describe("a stopped run that keeps more than weights", () => {
  it.each(keepers)("%s, with %s, ends with the same bits", async (name, _, own) => {
    const method = methods.get(name)?.(own) as Method;
    const [whole, stopped] = [join(folder, `${name}-whole`), join(folder, `${name}-stopped`)];
    await runUntil(0, { ...options, method, out: whole });
    await runUntil(2, { ...options, method, out: stopped });
    await runUntil(5, { resume: stopped });
    await runUntil(0, { resume: stopped });
    expect((await lastCheckpoint(stopped)).equals(await lastCheckpoint(whole))).toBe(true);
  });
});
