import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { mlp } from "../../encoders/index.js";
import { type Method, simclr, supervised } from "../../methods/index.js";
import { makePictures } from "./made-pictures.suite.js";
import { type PlannedComparison, planComparison } from "./plan-comparison.js";

let folder = "";
let data = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-plan-"));
  data = await makePictures(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const methods: readonly Method[] = [simclr({ hiddenDim: 8, outputDim: 8 }), supervised()];

async function plan(options: Partial<Parameters<typeof planComparison>[0]> = {}): Promise<PlannedComparison> {
  const out = join(folder, "out");
  const common = { data, encoder: mlp({ widths: [8, 8] }), methods, batchSize: 20, threads: 1 };
  const planned = await planComparison({ ...common, out, ...options });
  // Whatever it is, it is only told.
  expect(existsSync(out)).toBe(false);
  return planned;
}

it("tells a comparison by time: methods times seeds, beside the baselines, by its budget", async () => {
  const planned = await plan({ budget: "90s", seeds: 2 });
  expect(planned.data).toBe(
    "bars: 60 pictures of 8x8, 1 channel, 3 classes; tested on 30 of t10k-images-idx3-ubyte (at most 5000), probes with at most 10000 labels",
  );
  expect([planned.results, planned.done]).toEqual([8, 0]);
  expect(planned.trainings.map(({ name, runs, batchSize, steps }) => [name, runs, batchSize, steps])).toEqual(
    [
      ["simclr", 2, 20, null],
      ["supervised", 2, 20, null],
    ],
  );
  expect(planned.time.seconds).toBe(4 * 90);
  expect(planned.time.restsOn).toMatch(
    /^the budget of each run; measuring, compiling and judging come on top/,
  );
  const bytes = planned.trainings.map(({ peakBytes }) => peakBytes!);
  expect(planned.largest).toEqual({ name: "simclr", peakBytes: Math.max(...bytes) });
  // Two views take more than one, and the runtime is in both.
  expect(bytes[0]).toBeGreaterThan(bytes[1]!);
  expect(bytes[1]).toBeGreaterThan(256 * 2 ** 20);
});

it("tells the steps of a comparison by views, and no time that nothing tells", async () => {
  const { trainings, time } = await plan({ budget: "2epochs", seeds: 1 });
  // SimCLR sees two views a sample in 3 steps a pass, supervised training one.
  expect(trainings.map(({ steps }) => steps)).toEqual([6, 12]);
  expect(time.seconds).toBeNull();
  expect(time.restsOn).toMatch(/steps were not measured there yet/);
});

it("says which runs would fail, and why", async () => {
  const broken: Method = {
    ...supervised(),
    name: "broken",
    step() {
      throw new Error("It cannot\n be traced.");
    },
  };
  const { trainings, largest, time } = await plan({ methods: [...methods, broken], seeds: 1 });
  expect(trainings.map(({ problem }) => problem)).toEqual([null, null, "It cannot be traced."]);
  expect(trainings[2]!.peakBytes).toBeNull();
  expect(largest!.name).toBe("simclr");
  expect(time.seconds).toBe(3 * 90);
});
