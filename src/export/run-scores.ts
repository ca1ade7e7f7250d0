import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import * as z from "zod";
import { markdownTable } from "../report/index.js";

/** What a card says of a run's `report.json`. */
const evaluation = z.object({
  test: z.string(),
  testSamples: z.number(),
  chance: z.number(),
  warnings: z.array(z.string()).default([]),
  summary: z.array(
    z.object({
      arm: z.string(),
      probe: z.string(),
      layer: z.string(),
      labels: z.number(),
      mean: z.number(),
      spread: z.number(),
      seeds: z.number(),
    }),
  ),
});

/** The scores of a run's `report.json` as Markdown; null when the run was not evaluated, or in another way. */
export async function readScores(run: string): Promise<string | null> {
  const text = await readFile(join(run, "report.json"), "utf8").catch(() => null);
  if (text === null) return null;
  const read = evaluation.safeParse(parsed(text));
  if (!read.success) return null;
  const { test, testSamples, chance, warnings, summary } = read.data;
  const table = markdownTable({
    columns: ["weights", "probe", "layer", "labels", "accuracy %", "seeds"],
    rows: summary.map(({ arm, probe, layer, labels, mean, spread, seeds }) => [
      arm,
      probe,
      layer,
      labels,
      `${percent(mean)}${seeds > 1 ? ` ± ${percent(spread)}` : ""}`,
      seeds,
    ]),
  });
  const where = `On ${testSamples} test samples (${basename(test)}); always saying the most frequent class gives ${percent(chance)} %. The weights \`pretrained\` are those of this folder, the others its baselines.`;
  return [where, table, ...warnings.map((line) => `- ${line}`)].join("\n\n");
}

const percent = (share: number): string => (100 * share).toFixed(1);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Half a report says nothing about the encoder.
  }
}
