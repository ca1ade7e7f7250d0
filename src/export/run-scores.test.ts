import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readScores } from "./run-scores.js";

let home = "";
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "unlabel-scores-"));
});
afterAll(() => rm(home, { recursive: true }));

const run = () => ({ home, method: "simclr", encoder: "convnet", step: 9 });
const report = {
  ...{ method: "simclr", encoder: "convnet", steps: 9, test: "photos", testSamples: 10, chance: 0.5 },
  summary: [],
};
const written = (change: object) =>
  writeFile(join(home, "report.json"), JSON.stringify({ ...report, ...change }));

it("names another run's method by its beginning, however long a damaged one is", async () => {
  await written({ method: "é".repeat(20_000) });
  await expect(readScores(run(), home)).rejects.toThrow(
    /is an evaluation of é{57}\.\.\. with convnet, and this run is simclr with convnet/,
  );
});

it("takes the run's own", async () => {
  await written({});
  expect(await readScores(run(), home)).toContain("On 10 test samples (photos)");
});
