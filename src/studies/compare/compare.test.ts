import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mlp } from "../../encoders/index.js";
import { ConfigError } from "../../errors.js";
import { type Method, simclr, supervised } from "../../methods/index.js";
import {
  type CompareEvent,
  type CompareOptions,
  type ComparisonRecord,
  compare,
  planComparison,
  readPlan,
  readRecords,
} from "./index.js";
import { makePictures } from "./made-pictures.suite.js";

let folder = "";
let options: Omit<CompareOptions, "out">;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-compare-"));
  options = {
    data: await makePictures(folder),
    encoder: mlp({ widths: [8, 8] }),
    methods: [simclr({ hiddenDim: 8, outputDim: 8 }), supervised()],
    budget: "1epochs",
    batchSize: 20,
    threads: 1,
    seeds: 1,
    fewLabels: 20,
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function events(out: string, given: Partial<CompareOptions> = {}): Promise<CompareEvent[]> {
  const seen: CompareEvent[] = [];
  for await (const event of compare({ ...options, out: at(out), ...given })) seen.push(event);
  return seen;
}

/** What the plan of a folder says that all its arms take, once each. */
const trainingOf = async (name: string) => {
  const arms = (await readPlan(at(name)))?.arms ?? [];
  return arms.reduce((sum, { measured, steps }) => {
    const { compileSeconds = 0, stepSeconds = 0 } = measured ?? {};
    return sum + compileSeconds + (steps ?? 0) * stepSeconds;
  }, 0);
};

/** Without what a clock says. */
const facts = (records: readonly ComparisonRecord[]) =>
  records.map((record) => {
    if (record.type === "failure") return record;
    const { judgeSeconds: _judge, wallSeconds: _wall, training, ...rest } = record;
    if (training === null) return rest;
    const { seconds: _seconds, compileSeconds: _compile, ...trained } = training;
    return { ...rest, training: trained };
  });

// Each test goes on with the folder of the one before: runs are what takes time.
describe("a comparison", { timeout: 120_000 }, () => {
  it("has a result for each method and seed beside the baselines, and a report; a second start finds all done", async () => {
    const seen = await events("whole");
    const records = await readRecords(at("whole"));
    expect(records.map(({ name, seed }) => `${name} ${seed}`)).toEqual([
      "raw pixels 0",
      "untrained encoder 0",
      "simclr 0",
      "supervised 0",
    ]);
    // One view a sample instead of two: twice the steps see as many pixels.
    const steps = records.map((record) => (record.type === "result" ? record.training?.steps : null));
    expect(steps.slice(2)).toEqual([3, 6]);
    const order = seen.map(({ type }) => type);
    expect(order.filter((type) => type === "measured")).toHaveLength(2);
    expect(order.lastIndexOf("measured")).toBeLessThan(order.indexOf("run"));
    const estimates = seen.filter(({ type }) => type === "estimate");
    expect(estimates).toMatchObject([{ total: 4, toCome: 4 }]);
    expect(estimates[0]).toHaveProperty("trainingSeconds", expect.closeTo(await trainingOf("whole"), 6));
    expect(order.slice(order.lastIndexOf("measured") + 1)[0]).toBe("estimate");
    expect(seen.at(-1)).toMatchObject({ type: "finished", failures: 0 });
    expect(await readFile(at("whole/report.md"), "utf8")).toContain("supervised (labels)");
    expect(existsSync(at("whole/cost.svg"))).toBe(true);
    expect(existsSync(at("whole/runs/simclr-seed0/metrics.jsonl"))).toBe(true);
    expect(existsSync(at("whole/runs/simclr-seed0/checkpoints"))).toBe(false);
    expect((await events("whole")).map(({ type }) => type)).toEqual(["started", "finished"]);
  });

  it("is planned from what is there: runs that are done, steps that were measured", async () => {
    const out = at("whole");
    const before = await readFile(join(out, "results.jsonl"), "utf8");
    const done = await planComparison({ ...options, out });
    expect([done.results, done.done, done.time.seconds, done.largest]).toEqual([4, 4, 0, null]);
    const more = await planComparison({ ...options, out, seeds: 2 });
    expect([more.results, more.done]).toEqual([8, 4]);
    expect(more.trainings.map(({ name, steps, runs, done: found }) => [name, steps, runs, found])).toEqual([
      ["simclr", 3, 2, 1],
      ["supervised", 6, 2, 1],
    ]);
    const records = await readRecords(out);
    const judging = records.reduce(
      (sum, record) => sum + (record.type === "result" ? record.judgeSeconds : 0),
      0,
    );
    // Four more of the kind: one training of each method, and judging like that of the four that are there.
    expect(more.time.seconds).toBeCloseTo((await trainingOf("whole")) + judging, 9);
    expect(more.time.restsOn).toMatch(/^steps that were measured there, and judging/);
    const again = await planComparison({ ...options, out, again: ["simclr"] });
    expect([again.results, again.done]).toEqual([4, 3]);
    await expect(planComparison({ ...options, out, budget: "2epochs" })).rejects.toThrow(/`budget` 1epochs/);
    expect(await readFile(join(out, "results.jsonl"), "utf8")).toBe(before);
  });

  it("that is interrupted in a run goes on to the same results", async () => {
    const controller = new AbortController();
    let last = "";
    for await (const event of compare({ ...options, out: at("stopped"), signal: controller.signal })) {
      if (event.type === "training" && event.name === "supervised" && event.event.type === "step")
        controller.abort();
      last = event.type;
    }
    expect(last).toBe("interrupted");
    expect(await readRecords(at("stopped"))).toHaveLength(3);
    const started = (await events("stopped")).flatMap((event) =>
      event.type === "training" && event.event.type === "started" ? [event.event.step] : [],
    );
    expect(started).toEqual([1]);
    const [stopped, whole] = [await readRecords(at("stopped")), await readRecords(at("whole"))];
    expect(facts(stopped)).toEqual(facts(whole));
  });

  it("goes on after a method that fails, takes more seeds, and tries what failed again at the next start", async () => {
    let isBroken = true;
    const broken: Method = {
      ...supervised(),
      name: "broken",
      step(context) {
        if (isBroken) throw new Error("a loss that cannot be traced");
        return supervised().step(context);
      },
    };
    const methods = [broken, supervised()];
    const seen = await events("whole", { methods, seeds: 2, baselineSeeds: 1 });
    expect(seen.flatMap((event) => (event.type === "record" ? [event.record] : []))).toMatchObject([
      { type: "failure", name: "broken", seed: 0, message: "a loss that cannot be traced" },
      { type: "failure", name: "broken", seed: 1 },
      { type: "result", name: "supervised", seed: 1 },
    ]);
    expect(seen.at(-1)).toMatchObject({ type: "finished", failures: 2 });
    expect(await readFile(at("whole/report.md"), "utf8")).toContain("broken, seed 0, failed: a loss");
    isBroken = false;
    const again = await events("whole", { methods });
    expect(again.filter(({ type }) => type === "record")).toHaveLength(1);
    expect(again.at(-1)).toMatchObject({ type: "finished", failures: 0 });
  });

  it("does not go on from results that were judged in another way", async () => {
    const path = at("whole/plan.json");
    const text = await readFile(path, "utf8");
    const { judging: _, ...before } = JSON.parse(text).settings;
    await writeFile(path, JSON.stringify({ ...JSON.parse(text), settings: before }));
    await expect(events("whole", { methods: [supervised()] })).rejects.toThrow(
      /was made with `judging` null, and now it is kNN of .*fine-tuning from a classifier at zero\. .* choose another `out`/,
    );
    await writeFile(path, text);
  });

  it("forgets a method that has changed, but only when it goes on", async () => {
    const methods = [simclr({ hiddenDim: 9, outputDim: 8 })];
    const before = await readRecords(at("whole"));
    const again = ["simclr"];
    await expect(events("whole", { methods, again, budget: "2epochs" })).rejects.toThrow(/`budget` 1epochs/);
    await expect(events("whole", { methods, again: ["simclear"] })).rejects.toThrow(/no results of simclear/);
    await expect(events("whole", { methods, again: ["simclr", "supervised"] })).rejects.toThrow(
      /`again` names supervised, which is not among the methods simclr, so it would be forgotten and not run/,
    );
    expect(await readRecords(at("whole"))).toEqual(before);
    const seen = await events("whole", { methods, again });
    const found = seen.flatMap((event) => (event.type === "record" ? [event.record] : []));
    expect(found).toMatchObject([{ type: "result", name: "simclr", seed: 0 }]);
    expect(
      (await readPlan(at("whole")))?.arms.find(({ name }) => name === "simclr")?.method.options,
    ).toMatchObject({
      hiddenDim: 9,
    });
    expect(await readRecords(at("whole"))).toHaveLength(before.length);
  });

  it("refuses other settings in one sentence that names the difference", async () => {
    await expect(events("whole", { budget: "2epochs" })).rejects.toThrow(
      /whole was made with `budget` 1epochs, and now it is 2epochs\. Give the same settings again/,
    );
    await expect(events("whole", { encoder: mlp({ widths: [8, 4] }) })).rejects.toThrow(
      /`encoder\.widths` \[8,8\], and now it is \[8,4\]/,
    );
    await expect(events("whole")).rejects.toThrow(/has simclr with `method\.hiddenDim` 9, and now it is 8/);
    await expect(events("whole", { data: await makePictures(folder, 63) })).rejects.toThrow(
      /made with `data\.samples` 60, and now it is 63/,
    );
  });

  it("refuses a folder of other things, and writes nothing there", async () => {
    await mkdir(at("run"));
    await writeFile(at("run/config.json"), "{}");
    await expect(events("run")).rejects.toThrow(
      /run holds other things than a comparison, such as config\.json; choose a new or an empty one/,
    );
    expect(await readdir(at("run"))).toEqual(["config.json"]);
  });

  it("refuses methods that the encoder or the pictures cannot carry, and budgets that cannot be read", async () => {
    const [tokens, colour] = [
      { ...simclr(), name: "patches", tokens: true },
      { ...simclr(), name: "colours", channels: 3 },
    ];
    await expect(events("no", { methods: [tokens] })).rejects.toThrow(ConfigError);
    await expect(events("no", { methods: [colour] })).rejects.toThrow(/of 3 channels, .*: leave it out/);
    await expect(events("no", { methods: [], all: false })).rejects.toThrow(
      /nothing to compare: name methods/,
    );
    await expect(events("no", { budget: "long" })).rejects.toThrow(/such as 90s or 5m/);
    expect(existsSync(at("no"))).toBe(false);
  });
});
