import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { forget } from "./forget.js";
import { plan, result } from "./made-comparison.suite.js";
import { readPlan, writePlan } from "./plan.js";
import { readRecords, recordsPath } from "./records.js";
import { runPath, runsPath } from "./run-path.js";

let out = "";
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), "unlabel-forget-"));
  await writePlan(out, plan);
  const records = [result("trained", "good", 0, 0.7), result("trained", "flat", 0, 0.3)];
  records.push(result("untrained", "untrained encoder of good", 0, 0.4));
  await writeFile(recordsPath(out), records.map((record) => `${JSON.stringify(record)}\n`).join(""));
});
afterEach(() => rm(out, { recursive: true, force: true }));

describe("forgetting rows of a comparison", () => {
  it("removes all runs of theirs, those that were stopped too, and nothing of others", async () => {
    for (const [name, seed] of [
      ["good", 0],
      ["good", 1],
      ["good", 3],
      ["good-old", 1],
      ["flat", 0],
    ] as const)
      await mkdir(runPath(out, { name, seed }), { recursive: true });
    // Seed 0 is done, 1 and 3 were stopped, and there is no 2.
    await forget(out, ["good"]);
    expect((await readdir(runsPath(out))).sort()).toEqual(["flat-seed0", "good-old-seed1"]);
    expect((await readRecords(out)).map(({ name }) => name)).toEqual(["flat"]);
    expect((await readPlan(out))?.arms.map(({ name }) => name)).toEqual(["flat", "told", "waiting"]);
  });

  it("forgets nothing when one of the names is unknown", async () => {
    await expect(forget(out, ["good", "goof"])).rejects.toThrow(
      /has no results of goof to forget; it has good/,
    );
    expect(await readRecords(out)).toHaveLength(3);
  });
});
