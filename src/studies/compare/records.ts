import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { DataError } from "../../errors.js";
import { readJsonl } from "../../formats/index.js";

const share = z.number().min(0).max(1);

/** What the judge found. Accuracies are 0 to 1. */
export const scoresSchema = z.strictObject({
  /** Weighted kNN, all labels of the bank. */
  knn: share,
  /** Linear probe, the same labels. */
  probe: share,
  /** kNN and linear probe on few labels; null where there are too few samples to tell few from all. */
  fewKnn: share.nullable(),
  fewProbe: share.nullable(),
  /** Trained end to end on the few labels, where that was asked for. */
  fewFineTuned: share.nullable().default(null),
  effectiveRank: z.number(),
  /** Deviation per dimension of unit embeddings, times sqrt(D): about 1 is healthy, 0 is collapse. */
  deviation: z.number(),
  dimensions: z.int(),
  /** Test samples whose embeddings the last three describe. */
  samples: z.int(),
});

/** What training took. Times are of this machine, in seconds. */
export const trainingSchema = z.strictObject({
  steps: z.int(),
  batchSize: z.int(),
  /** Samples that went through, each as often as it did. */
  samples: z.int(),
  /** In steps and phases, waiting for data included; compiling, readings and checkpoints are not training. */
  seconds: z.number(),
  /** Tracing and compiling, when the step was measured. */
  compileSeconds: z.number(),
  parameters: z.int(),
  /** Mean loss of the last twentieth of the steps. */
  loss: z.number(),
});

const row = { name: z.string(), seed: z.int() };

const resultSchema = z.strictObject({
  type: z.literal("result"),
  /** An arm of the comparison, the same encoder untrained, or plain features. */
  kind: z.enum(["trained", "untrained", "plain"]),
  ...row,
  ...scoresSchema.shape,
  training: trainingSchema.nullable(),
  judgeSeconds: z.number(),
  /** All that this result took, in seconds, the time of earlier starts included where it is known. */
  wallSeconds: z.number(),
});

const failureSchema = z.strictObject({ type: z.literal("failure"), ...row, message: z.string() });

export type Scores = z.output<typeof scoresSchema>;
export type ResultRecord = z.output<typeof resultSchema>;
export type FailureRecord = z.output<typeof failureSchema>;
export type ComparisonRecord = ResultRecord | FailureRecord;

const recordSchema = z.discriminatedUnion("type", [resultSchema, failureSchema]);

/** One result a line, in the order in which they were found. */
export const recordsPath = (folder: string) => join(folder, "results.jsonl");

/** What tells one result from another. */
export const recordKey = ({ name, seed }: { readonly name: string; readonly seed: number }) =>
  `${name} ${seed}`;

/**
 * The records of a comparison, the last line of each run only: a failure that was tried again is forgotten.
 * @throws DataError when a line is not what it should be
 */
export async function readRecords(folder: string): Promise<ComparisonRecord[]> {
  const path = recordsPath(folder);
  if (!existsSync(path)) return [];
  const latest = new Map<string, ComparisonRecord>();
  for (const [i, line] of (await readJsonl(path)).entries()) {
    const read = recordSchema.safeParse(line);
    if (!read.success)
      throw new DataError(
        `Row ${i + 1} of ${path} is no result of a comparison; remove that line, and the run is done again.`,
        { path, row: i + 1 },
      );
    latest.delete(recordKey(read.data));
    latest.set(recordKey(read.data), read.data);
  }
  return [...latest.values()];
}
