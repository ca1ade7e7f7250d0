import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mlp } from "../../encoders/index.js";
import { supervised } from "../../methods/index.js";
import { readRunConfig } from "../../runs/index.js";
import { makePictures } from "./made-pictures.suite.js";
import { trainArm } from "./train-arm.js";

let folder = "";
let data = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-arm-"));
  data = await makePictures(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Trains an arm until it has done so many steps. Returns the step that it began at. */
async function train(change: object, stopAfter: number): Promise<number> {
  const controller = new AbortController();
  const options = {
    ...{ data, out: join(folder, "run"), steps: 3, method: supervised(), encoder: mlp({ widths: [4, 4] }) },
    ...{ batchSize: 20, threads: 1, holdout: 0, signal: controller.signal, ...change },
  };
  let first = -1;
  for await (const event of trainArm(options, 1)) {
    if (event.type === "started") first = event.step;
    if (event.type === "step" && event.step >= stopAfter) controller.abort();
  }
  return first;
}

it("goes on where the note of what it took is damaged", async () => {
  const change = { out: join(folder, "noted") };
  expect(await train(change, 1)).toBe(0);
  await writeFile(join(folder, "noted", "spent.json"), '{"step":1,"sec');
  expect(await train(change, 2)).toBe(1);
});

// Each goes on with the run of the one before.
describe("a run that was stopped", () => {
  it("goes on when it is planned as it was, and begins anew when it is not", async () => {
    expect(await train({}, 1)).toBe(0);
    expect(await train({}, 2)).toBe(1);
    const faster = {
      ...supervised(),
      recipe: { ...supervised().recipe, learningRate: 0.5, scaling: "none" as const },
    };
    expect(await train({ method: faster }, 1)).toBe(0);
    expect((await readRunConfig(join(folder, "run"))).learningRate).toBe(0.5);
    expect(await train({ method: faster, steps: 4 }, 1)).toBe(0);
    expect(await train({ method: faster, steps: 4, augment: [] }, 1)).toBe(0);
    expect(await train({ method: faster, steps: 4, augment: [] }, 4)).toBe(1);
  });
});
