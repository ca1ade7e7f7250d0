import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import type { EvaluateOptions } from "./evaluate-options.js";
import { evaluateRun } from "./evaluate-run.js";
import type { EvaluateEvent, Evaluation, EvaluationRow } from "./evaluation.js";
import { type MadeRun, makeRun, markSeen, writeBars } from "./made-run.suite.js";

const engine = inlineEngine();
let made: MadeRun;
beforeAll(async () => {
  made = await makeRun();
});
afterAll(async () => {
  await engine.dispose();
  await rm(dirname(made.run), { recursive: true });
});

async function evaluate(options: Partial<EvaluateOptions> = {}) {
  const events: EvaluateEvent[] = [];
  for await (const event of evaluateRun({ run: made.run, engine, ...options })) events.push(event);
  const last = events.at(-1);
  if (last?.type !== "finished") throw new Error("no result");
  return { events, evaluation: last.evaluation, files: last.files };
}

const accuracy = ({ rows }: Evaluation, kind: Partial<EvaluationRow>) =>
  rows
    .filter((row) =>
      Object.entries(kind).every(([name, value]) => row[name as keyof EvaluationRow] === value),
    )
    .map((row) => row.accuracy);

describe("evaluating a run", () => {
  it("measures every arm, probe, layer, budget and seed, and writes the report", async () => {
    const { events, evaluation, files } = await evaluate({
      budgets: ["4/class", "all"],
      seeds: 2,
      layers: ["embedding", "stage1", "projection"],
      fineTune: { steps: 12, batchSize: 12 },
    });
    const [started] = events;
    const rows = events.filter(({ type }) => type === "row");
    expect(started).toMatchObject({
      type: "started",
      trainSamples: 90,
      testSamples: 30,
      classes: 3,
      total: rows.length,
    });
    // With all labels, only what a seed changes is repeated: 3 draws for pretrained and pixels, 4 for the others.
    expect(rows).toHaveLength(2 * 3 * 3 + 2 * 3 + 2 * 2 * 4 + 2 * 4);
    expect(new Set(evaluation.rows.map(({ labels }) => labels))).toEqual(new Set([12, 90]));
    // The run has not trained: it must score exactly as the untrained encoder of its seed, on the same labels.
    for (const probe of ["knn", "linear"] as const) {
      for (const layer of ["embedding", "stage1"]) {
        const same = { probe, layer, seed: 0 };
        expect(accuracy(evaluation, { ...same, arm: "pretrained" })).toEqual(
          accuracy(evaluation, { ...same, arm: "untrained" }),
        );
      }
    }
    const curves = evaluation.rows.filter(({ probe }) => probe === "fine-tune").map(({ curve }) => curve!);
    expect(curves).toHaveLength(8);
    for (const curve of curves)
      expect(curve.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    // Nor may fine-tuning it gain anything on training from scratch: with the same first weights, to the bit.
    const control = evaluation.rows.filter(({ probe, seed }) => probe === "fine-tune" && seed === 0);
    for (const budget of ["4/class", "all"]) {
      const [own, scratch] = control.filter((row) => row.budget === budget);
      expect([own?.arm, scratch?.arm]).toEqual(["pretrained", "scratch"]);
      expect({ ...scratch, arm: "pretrained" }).toEqual(own);
    }
    expect(evaluation.convergence.map(({ budget, steps }) => [budget, steps])).toEqual([
      ["4/class", 12],
      ["all", 12],
    ]);
    expect(evaluation.gains.filter(({ budget }) => budget === "all")).toHaveLength(7);
    // Bars are easy for pixels with all labels.
    expect(accuracy(evaluation, { arm: "plain", probe: "linear", budget: "all" })[0]).toBeGreaterThan(0.9);
    expect(evaluation.chance).toBeCloseTo(1 / 3, 12);
    expect(evaluation.leakage).toEqual({ tested: 30, fraction: 0, warning: null });

    expect(files).toEqual(
      ["report.json", "report.md", "accuracy.svg"].map((name) => join(made.run, "evaluation", name)),
    );
    const json = JSON.parse(await readFile(files[0]!, "utf8")) as Evaluation;
    expect(json.summary).toEqual(evaluation.summary);
    const text = await readFile(files[1]!, "utf8");
    expect(text).toContain("| raw pixels, linear probe");
    expect(text).toContain("None of the test samples was among those that pretraining saw.");
    expect(await readFile(files[2]!, "utf8")).toMatch(/^<svg/);
  });

  it("gives the same numbers again", async () => {
    const fineTune = { steps: 5, batchSize: 8 };
    const options = { budgets: ["5/class"], seeds: 1, layers: ["embedding"], fineTune };
    const [a, b] = [await evaluate(options), await evaluate(options)];
    expect(b.evaluation.rows).toEqual(a.evaluation.rows);
  });

  const quick = { budgets: ["all"], seeds: 1, probes: ["knn"], layers: ["embedding"] } as const;
  const toldIn = (events: readonly EvaluateEvent[]) =>
    events.flatMap((event) => (event.type === "warning" ? [event.message] : [])).join("\n");

  it("warns when pretraining has seen test samples, and when nobody knows what it has seen", async () => {
    const seen = join(made.run, "seen.bin");
    const whole = await readFile(seen);
    await markSeen(made, 0.5);
    const { events, evaluation } = await evaluate({ ...quick, data: made.data });
    expect(evaluation.leakage).toMatchObject({ tested: 30, fraction: 0.5 });
    expect(toldIn(events)).toContain("15 of the 30 test samples (50 %) were seen in pretraining");
    await writeFile(seen, whole.subarray(0, 381));
    const blind = await evaluate(quick);
    expect(blind.evaluation.leakage).toBeNull();
    expect(toldIn(blind.events)).toMatch(
      /not known which samples .* so nobody can tell .*seen\.bin is damaged/,
    );
    await writeFile(seen, whole);
  });

  it("takes other pictures than the run's only where they are given", async () => {
    const other = await makeRun();
    await writeBars(other.data, "train", 90, 3);
    const refused = /are not those that .* was trained on: .* Put the run's own back, or give `data`/;
    await expect(evaluate({ ...quick, run: other.run })).rejects.toThrow(refused);
    await expect(evaluate({ ...quick, run: other.run, split: "train" })).rejects.toThrow(refused);
    const { evaluation } = await evaluate({ ...quick, run: other.run, data: other.data });
    expect(evaluation.trainSamples).toBe(90);
    await rename(other.data, `${other.data}-moved`);
    await expect(evaluate({ ...quick, run: other.run })).rejects.toThrow(
      /any more: put them back, or say .* `data`/,
    );
    await rm(dirname(other.run), { recursive: true });
  });

  it("without a test split cuts one off, and says that pretraining saw it", async () => {
    const alone = await makeRun({ tests: 0 });
    const { evaluation } = await evaluate({
      ...{ run: alone.run, seeds: 1, probes: ["linear"], layers: ["embedding"] },
    });
    expect(evaluation).toMatchObject({
      trainSamples: 72,
      testSamples: 18,
      test: expect.stringContaining("a random fifth of"),
    });
    expect(evaluation.leakage?.fraction).toBe(1);
    expect([...new Set(evaluation.rows.map(({ budget }) => budget))]).toEqual(["10/class", "all"]);
    await rm(dirname(alone.run), { recursive: true });
  });

  it("stops when asked, and leaves no report", async () => {
    const out = join(made.run, "stopped");
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(evaluate({ signal, out, budgets: ["all"] })).rejects.toThrow("enough");
    await expect(readFile(join(out, "report.md"))).rejects.toThrow("ENOENT");
  });

  it("says what is wrong with its options", async () => {
    await expect(evaluate({ layers: ["stage9"] })).rejects.toThrow(
      "There is no layer stage9; this encoder has stage1",
    );
    await expect(evaluate({ seeds: 0 })).rejects.toThrow("`seeds` takes a whole number above 0");
    await expect(evaluate({ budgets: ["31/class"] })).rejects.toThrow("needs 93 labels; there are 90");
    await expect(evaluate({ labels: "none" })).rejects.toThrow("has no labels, and an evaluation needs some");
    await expect(evaluate({ run: join(made.run, "nowhere") })).rejects.toThrow("does not exist");
  });
});
