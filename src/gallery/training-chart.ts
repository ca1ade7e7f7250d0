import { join } from "node:path";
import { readJsonl, writeFileAtomically } from "../formats/index.js";
import { lineChart } from "../report/index.js";

/** Draws the loss over the steps of a run from its metrics, as `training.svg` in its folder. Returns the path. */
export async function drawTraining(run: string): Promise<string> {
  const rows = await readJsonl(join(run, "metrics.jsonl"));
  const steps = rows.filter((row) => row.type === "step");
  const numbers = (name: string) => steps.map((row) => Number(row[name]));
  const last = steps.at(-1);
  const chart = lineChart({
    title: "Loss while training",
    subtitle: `${last?.step ?? 0} steps; the faint line is each step, the bold one a running mean`,
    x: { label: "step" },
    y: { label: "loss" },
    series: [
      {
        name: "loss",
        x: numbers("step"),
        y: numbers("loss"),
        smooth: Math.max(1, Math.round(steps.length / 40)),
      },
    ],
  });
  const path = join(run, "training.svg");
  await writeFileAtomically(path, chart);
  return path;
}
