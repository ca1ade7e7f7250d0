import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type ComparisonRecord, type Plan, readPlan, readRecords } from "#rooms/studies/compare";
import { expectThat, type Parser } from "../parser.js";

const measured = {
  ...{ stepSeconds: 0.1, firstPhaseSeconds: 0, phaseSeconds: 0, phaseEvery: null, stepsPerEpoch: 10 },
  ...{ batchSize: 100, views: 2, compileSeconds: 1 },
};
const arm = (name: string) => ({
  ...{ name, method: { name, options: {} }, recipe: {}, augment: null, labels: false, measured, steps: 20 },
});

const plan: Plan = {
  format: "unlabel-comparison-1",
  settings: {
    data: { name: "made", samples: 1000, classes: 2, digest: "0" },
    test: { heldOut: 200 },
    ...{
      size: [8, 8],
      storeSize: null,
      valueRange: null,
      channels: 1,
      described: "8x8, 1 channel",
      encoder: { name: "mlp", options: {} },
    },
    ...{ budget: "2s", augment: [], batchSize: null, threads: 1, trainLimit: 100, testLimit: 100 },
    ...{ folds: null, fewLabels: 10, judging: null, fineTune: false },
  },
  reference: measured,
  arms: [arm("simclr"), arm("byol")],
  machine: { cpu: "made", cores: 2, memoryGiB: 1, platform: "none", versions: { unlabel: "0" } },
  started: "2020-01-01T00:00:00.000Z",
};

const result = (name: string, seed: number): ComparisonRecord => ({
  ...{ type: "result", kind: "trained", name, seed, knn: 0.5, probe: 0.6, fewKnn: null, fewProbe: 0.5 },
  ...{ fewFineTuned: null, effectiveRank: 20, deviation: 1, dimensions: 32, samples: 100 },
  ...{ training: null, judgeSeconds: 1, wallSeconds: 2 },
});
const failure: ComparisonRecord = { type: "failure", name: "byol", seed: 1, message: "it failed." };

export const comparisonResults: Parser = {
  name: "comparison-results",
  reads: "results.jsonl of a comparison",
  ending: "jsonl",
  words: ["type", "result", "failure", "trained", "plain", "knn", "seed", "name", "training", "null"],
  async prepare(folder) {
    const path = join(folder, "results.jsonl");
    const rows = [result("simclr", 0), failure, result("byol", 1), result("simclr", 1)];
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    return {
      samples: [{ name: "results", form: "json", bytes: new TextEncoder().encode(text) }],
      async read(input) {
        await writeFile(path, input);
        const records = await readRecords(folder);
        const lines = new TextDecoder().decode(input).split("\n").flatMap(rowOf);
        // The last row of a run counts, in the order of the last rows.
        const last = lines.filter(
          ({ name, seed }, i) => !lines.some((row, j) => j > i && row.name === name && row.seed === seed),
        );
        expectThat(
          isDeepStrictEqual(
            records.map(({ name, seed }) => [name, seed]),
            last.map(({ name, seed }) => [name, seed]),
          ),
          "other results than in the file",
        );
        for (const record of records)
          if (record.type === "result")
            expectThat(record.knn >= 0 && record.knn <= 1, `knn is ${record.knn}`);
      },
    };
  },
};

function rowOf(line: string): { name: unknown; seed: unknown }[] {
  try {
    const row = JSON.parse(line);
    return typeof row === "object" && row !== null ? [row] : [];
  } catch {
    return [];
  }
}

export const comparisonPlan: Parser = {
  name: "comparison-plan",
  reads: "plan.json of a comparison",
  ending: "json",
  words: ["format", "settings", "arms", "measured", "heldOut", "noise", "unlabel-comparison-2", "machine"],
  async prepare(folder) {
    const path = join(folder, "plan.json");
    return {
      samples: [
        { name: "plan", form: "json", bytes: new TextEncoder().encode(JSON.stringify(plan, null, 2)) },
      ],
      async read(input) {
        await writeFile(path, input);
        const read = await readPlan(folder);
        const said = JSON.parse(new TextDecoder().decode(input)) as Plan;
        expectThat(isDeepStrictEqual(read?.arms, said.arms), "other arms than in the file");
        expectThat(isDeepStrictEqual(read?.reference, said.reference), "another reference than in the file");
      },
    };
  },
};
