import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readScores } from "#rooms/export";
import { expectThat, type Parser } from "../parser.js";

const report = {
  ...{ method: "simclr", encoder: "convnet", steps: 9, test: "photos/test", testSamples: 100, chance: 0.5 },
  warnings: ["The test samples are few."],
  summary: ["pretrained", "untrained"].map((arm) => ({
    ...{ arm, probe: "knn", layer: "embedding", labels: 10, mean: 0.75, spread: 0.01, seeds: 3 },
  })),
};

export const evaluationReport: Parser = {
  name: "evaluation-report",
  reads: "report.json of an evaluation, for the card of an export",
  ending: "json",
  words: ["method", "summary", "warnings", "simclr", "byol", "mean", "spread", "chance", "null"],
  async prepare(folder) {
    const run = { home: folder, method: report.method, encoder: report.encoder, step: report.steps };
    return {
      samples: [
        { name: "report", form: "json", bytes: new TextEncoder().encode(JSON.stringify(report, null, 2)) },
      ],
      async read(input) {
        await writeFile(join(folder, "report.json"), input);
        const card = await readScores(run, folder);
        const said = JSON.parse(new TextDecoder().decode(input)) as typeof report;
        expectThat(card !== null, "nothing is said of it");
        expectThat(said.method === run.method && said.encoder === run.encoder, "it is another run's");
        for (const { mean } of said.summary)
          expectThat(card!.includes((100 * mean).toFixed(1)), `${mean} does not stand in the card`);
      },
    };
  },
};
