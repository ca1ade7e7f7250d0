import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import * as z from "zod";
import { ConfigError, DataError, shorten } from "../errors.js";
import { removeAbandoned } from "../formats/index.js";
import { markdownTable } from "../report/index.js";
import { runFolder } from "../runs/index.js";

/** What a card says of an evaluation's `report.json`. */
const evaluation = z.object({
  method: z.string(),
  encoder: z.string(),
  steps: z.number(),
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

/** The weights that are exported. */
export interface ScoredRun {
  /** Folder of the run. */
  readonly home: string;
  readonly method: string;
  readonly encoder: string;
  readonly step: number;
}

/**
 * The scores of a run's evaluation as Markdown, those of other weights of the run named as such; null when it was not
 * evaluated.
 * @param asked folder of the evaluation; by default the one in the run folder
 * @throws ConfigError when the folder that was asked for holds no evaluation; DataError for one that cannot be read, or
 * of another run.
 */
export async function readScores(run: ScoredRun, asked?: string): Promise<string | null> {
  const folder = asked ?? runFolder(run.home).evaluation;
  // An evaluation that was killed while its files were put in place is there all the same.
  await removeAbandoned(folder);
  const path = join(folder, "report.json");
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null && asked === undefined) return null;
  if (text === null)
    throw new ConfigError(
      `There is no evaluation's report.json in ${asked}; give the folder that an evaluation was written to.`,
      { path },
    );
  const read = evaluation.safeParse(parsed(text));
  if (!read.success)
    throw new DataError(
      `${path} should hold an evaluation, but cannot be read as one; evaluate the run again, or remove the file.`,
      { path },
    );
  const { method, encoder, steps } = read.data;
  if (method !== run.method || encoder !== run.encoder)
    throw new DataError(
      `${path} is an evaluation of ${shorten(method)} with ${shorten(encoder)}, and this run is ${run.method} with ${run.encoder}; give the folder of its own evaluation.`,
      { path },
    );
  return [...(steps === run.step ? [] : [otherStep(steps, run.step)]), ...sentences(read.data)].join("\n\n");
}

const otherStep = (steps: number, step: number) =>
  `**These are scores of the same run at step ${steps}; the weights here are those of step ${step}.**`;

function sentences({ test, testSamples, chance, warnings, summary }: z.output<typeof evaluation>): string[] {
  const table = markdownTable({
    columns: ["weights", "probe", "layer", "labels", "accuracy %", "draws of labels"],
    rows: summary.map(({ arm, probe, layer, labels, mean, spread, seeds }) => [
      arm,
      probe,
      layer,
      labels,
      `${percent(mean)}${seeds > 1 ? ` ± ${percent(spread)}` : ""}`,
      seeds,
    ]),
  });
  const where = `On ${testSamples} test samples (${basename(test)}); always saying the most frequent class gives ${percent(chance)} %. The weights \`pretrained\` are those of this run, the others its baselines. ± is the standard deviation over draws of labels, and over first weights of baselines; the run was pretrained once.`;
  return [where, table, ...warnings.map((line) => `- ${line}`)];
}

const percent = (share: number): string => (100 * share).toFixed(1);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Half a report says nothing about the encoder.
  }
}
