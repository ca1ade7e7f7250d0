import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { convnet, resnet, vit } from "../encoders/index.js";
import { type Engine, inlineEngine } from "../engine/index.js";
import { allocate, programLeaves, sizeOf } from "../graph/index.js";
import { simclr } from "../methods/index.js";
import { sgd } from "../optim/index.js";
import { barePictures } from "../setup/index.js";
import { stepMemory } from "./step-memory.js";
import { stepProgram } from "./step-program.js";

let folder = "";
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-memory-"));
  engine = inlineEngine({ threads: 1 });
});
afterAll(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** What the runtime says that its arena had in use at most, from the profile of one step. */
async function measured(name: string, parts: Parameters<typeof stepProgram>[0]): Promise<number> {
  const { train, variables } = stepProgram(parts);
  const store = await engine.createStore(variables.initialValues(0));
  const step = await engine.load(train, { store, name, profile: join(folder, name) });
  const feeds = programLeaves(train).fed.map(({ attributes: { name: key, dtype, shape } }) => [
    key,
    allocate(dtype, sizeOf(shape)).fill(1 as never),
  ]);
  await step.run(Object.fromEntries(feeds), { seed: 0, step: 0 });
  await step.endProfiling();
  await step.dispose();
  await store.dispose();
  const profile = (await readdir(folder)).find((file) => file.startsWith(name)) ?? "";
  const events = JSON.parse(await readFile(join(folder, profile), "utf8")) as {
    args?: Record<string, string>;
  }[];
  return Math.max(...events.map(({ args }) => Number(args?.mem_in_use_peak ?? 0)));
}

const settings = { batchSize: 32, size: [32, 32] as [number, number], channels: 3, augment: [] } as const;
const cases = {
  resnet: [simclr(), resnet({ depth: 8, width: 16 })],
  convnet: [simclr(), convnet({ widths: [16, 32, 64] })],
  vit: [simclr(), vit({ width: 64, depth: 3, heads: 2, patch: 4 })],
} as const;

it.each(Object.keys(cases) as (keyof typeof cases)[])(
  "tells what a step of %s takes from its graph",
  async (name) => {
    const [method, encoder] = cases[name];
    const config = barePictures(method, encoder, settings);
    const parts = { config, encoder, method, optimizer: sgd(), samples: 640 };
    const told = stepMemory(stepProgram(parts)).activationBytes;
    const used = await measured(name, parts);
    expect(told / used).toBeGreaterThan(0.75);
    expect(told / used).toBeLessThan(1.35);
  },
);
