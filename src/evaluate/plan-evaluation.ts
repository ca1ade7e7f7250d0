import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { nodeEngine } from "../engine/index.js";
import { runFolder, runHome } from "../runs/index.js";
import { encoderOf } from "../setup/index.js";
import { availableMemory, weighStep } from "../train/index.js";
import { openEncoder } from "../trained/index.js";
import type { EvaluateOptions } from "./evaluate-options.js";
import type { Evaluation, FineTuneProtocol, Probe } from "./evaluation.js";
import { openEvaluationData } from "./evaluation-data.js";
import { fineTuneParts } from "./fine-tune.js";
import { grouped } from "./grouped.js";
import { countRows, missedClasses, type Setting, settle } from "./setting.js";

/** Trainings end to end on so many labels: half of them from the pretrained weights, half from scratch. */
export interface PlannedFineTuning extends Pick<FineTuneProtocol, "steps" | "batchSize"> {
  readonly labels: number;
  readonly trainings: number;
  /** All of the process while a step runs, in bytes, from the step's graph. */
  readonly peakBytes: number;
}

/** What an evaluation would do. */
export interface PlannedEvaluation {
  readonly run: string;
  /** Steps that the encoder was pretrained for. */
  readonly steps: number;
  readonly weights: "student" | "teacher";
  readonly train: string;
  readonly trainSamples: number;
  readonly test: string;
  readonly testSamples: number;
  readonly classes: number;
  readonly budgets: readonly { readonly name: string; readonly labels: number }[];
  readonly seeds: number;
  readonly probes: readonly Probe[];
  readonly layers: readonly string[];
  /** Rows of the table to come. */
  readonly measurements: number;
  readonly fineTunings: readonly PlannedFineTuning[];
  /** Bytes that a process may have on this machine. */
  readonly availableBytes: number;
  /** What the evaluation that stands in the folder took; it is replaced. Null without one. */
  readonly earlier: { readonly measurements: number; readonly seconds: number } | null;
  readonly out: string;
  readonly writes: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * What `evaluateRun` would do with the same options: data, label budgets, measurements, trainings end to end and what
 * their steps take of memory. The run and the data are opened; nothing is measured, trained or written.
 *
 * @throws what `evaluateRun` throws before it measures: CheckpointError, ConfigError, DataError
 */
export async function planEvaluation(options: EvaluateOptions): Promise<PlannedEvaluation> {
  const { run, method, encoder, weights } = options;
  const engine = options.engine ?? nodeEngine({ threads: availableParallelism() });
  const closing: (() => Promise<void>)[] = [];
  const warnings: string[] = [];
  try {
    const onWarning = (message: string) => warnings.push(message);
    const pretrained = await openEncoder(run, { method, encoder, weights, engine, onWarning });
    closing.push(() => pretrained.dispose());
    const data = await openEvaluationData(pretrained.config, options);
    closing.push(() => data.close());
    const setting = settle(options, engine, pretrained, data);
    const { draws, probes, layers } = setting;
    const out = options.out ?? runFolder(runHome(run)).evaluation;
    return {
      run,
      steps: pretrained.step,
      weights: pretrained.weights,
      train: data.trainName,
      trainSamples: data.train.length,
      test: data.testName,
      testSamples: data.test.length,
      classes: data.classNames.length,
      budgets: [...grouped(draws, ({ budget }) => budget).keys()].map(({ name, labels }) => ({
        name,
        labels,
      })),
      seeds: Math.max(...draws.map(({ seed }) => seed)) + 1,
      probes,
      layers,
      measurements: countRows(setting),
      fineTunings: fineTuningsOf(setting),
      availableBytes: availableMemory(),
      earlier: await earlierIn(out),
      out,
      writes: ["report.json", "report.md", "accuracy.svg"],
      warnings: [...warnings, ...data.warnings, ...missedClasses(setting)],
    };
  } finally {
    for (const close of closing.reverse()) await close();
    if (options.engine === undefined) await engine.dispose();
  }
}

function fineTuningsOf({ options, pretrained, data, draws, probes }: Setting): PlannedFineTuning[] {
  if (!probes.includes("fine-tune")) return [];
  const encoder = encoderOf(pretrained.config, options);
  return [...grouped(draws, ({ rows }) => rows.length)].map(([labels, own]) => {
    const parts = fineTuneParts(pretrained.config, encoder, data.classNames.length, labels, options.fineTune);
    const { steps, batchSize } = parts.config;
    return { labels, trainings: 2 * own.length, steps, batchSize, peakBytes: weighStep(parts).peakBytes };
  });
}

/** Null also for what cannot be read: it would be replaced. */
async function earlierIn(folder: string): Promise<PlannedEvaluation["earlier"]> {
  try {
    const text = await readFile(join(folder, "report.json"), "utf8");
    const { rows, seconds } = JSON.parse(text) as Partial<Evaluation>;
    return Array.isArray(rows) && typeof seconds === "number" ? { measurements: rows.length, seconds } : null;
  } catch {
    return null;
  }
}
