import { subset } from "../data/index.js";
import { accuracyOf } from "../metrics/index.js";
import { encoderOf } from "../setup/index.js";
import type { EvaluationRow } from "./evaluation.js";
import { openFineTuner } from "./fine-tune.js";
import { grouped } from "./grouped.js";
import type { Setting } from "./setting.js";

/** Fine-tuning and training from scratch, in turns, on the same labels for the same steps. */
export async function* endToEndRows({
  options,
  engine,
  pretrained,
  data,
  draws,
  probes,
}: Setting): AsyncGenerator<EvaluationRow> {
  if (!probes.includes("fine-tune")) return;
  const encoder = encoderOf(pretrained.config, options);
  const classes = data.classNames.length;
  for (const group of grouped(draws, ({ rows }) => rows.length).values()) {
    const labels = group[0]!.rows.length;
    const tuner = await openFineTuner(engine, pretrained.config, encoder, classes, labels, options.fineTune);
    try {
      for (const { budget, seed, rows } of group) {
        for (const arm of ["pretrained", "scratch"] as const) {
          const weights = arm === "pretrained" ? pretrained.state : null;
          const { signal } = options;
          const { test, testLabels } = data;
          const job = { train: subset(data.train, rows), test, testLabels, seed, weights, signal };
          const { predictions, curve } = await tuner.run(job);
          const accuracy = accuracyOf(testLabels, predictions);
          yield {
            arm,
            probe: "fine-tune",
            layer: "encoder",
            budget: budget.name,
            labels,
            seed,
            accuracy,
            protocol: tuner.protocol,
            curve,
          };
        }
      }
    } finally {
      await tuner.dispose();
    }
  }
}
