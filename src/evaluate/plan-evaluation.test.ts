import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import type { EvaluateOptions } from "./evaluate-options.js";
import { evaluateRun } from "./evaluate-run.js";
import { type MadeRun, makeRun } from "./made-run.suite.js";
import { planEvaluation } from "./plan-evaluation.js";

const engine = inlineEngine();
let made: MadeRun;
beforeAll(async () => {
  made = await makeRun();
});
afterAll(async () => {
  await engine.dispose();
  await rm(dirname(made.run), { recursive: true });
});

const asked = (): EvaluateOptions => ({
  run: made.run,
  engine,
  budgets: ["4/class", "all"],
  seeds: 2,
  layers: ["embedding"],
  fineTune: { steps: 2, batchSize: 12 },
});

it("tells what an evaluation does, which then does just that", async () => {
  const plan = await planEvaluation(asked());
  const out = join(made.run, "evaluation");
  expect(existsSync(out)).toBe(false);
  expect(plan).toMatchObject({
    ...{ trainSamples: 90, testSamples: 30, classes: 3, seeds: 2, out, earlier: null },
    budgets: [
      { name: "4/class", labels: 12 },
      { name: "all", labels: 90 },
    ],
    fineTunings: [
      { labels: 12, trainings: 4, steps: 2, batchSize: 12 },
      { labels: 90, trainings: 4, steps: 2, batchSize: 12 },
    ],
  });
  expect(plan.fineTunings[0]!.peakBytes).toBeGreaterThan(256 * 2 ** 20);

  let rows = 0;
  const files: string[] = [];
  for await (const event of evaluateRun(asked())) {
    if (event.type === "row") rows++;
    if (event.type === "finished") files.push(...event.files);
  }
  expect(rows).toBe(plan.measurements);
  expect(files.toSorted()).toEqual(plan.writes.map((name) => join(out, name)).toSorted());
  const again = await planEvaluation({ ...asked(), probes: ["knn"] });
  expect(again.earlier).toMatchObject({ measurements: rows });
  expect(again.fineTunings).toEqual([]);
  await expect(planEvaluation({ ...asked(), layers: ["none"] })).rejects.toThrow(/no layer none/);
});
