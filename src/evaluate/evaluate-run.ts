import { availableParallelism } from "node:os";
import { evenlySpread, subset } from "../data/index.js";
import { nodeEngine } from "../engine/index.js";
import { DataError } from "../errors.js";
import { kindOf } from "../kinds/index.js";
import { collapseMetrics, collapseWarning, featureRows, rowCount } from "../metrics/index.js";
import { runFolder, runHome } from "../runs/index.js";
import { EMBEDDING } from "../steps/index.js";
import { openEncoder } from "../trained/index.js";
import { endToEndRows } from "./end-to-end-rows.js";
import type { EvaluateOptions } from "./evaluate-options.js";
import type { EvaluateEvent, Evaluation, EvaluationRow } from "./evaluation.js";
import { guardLabels, guardTest, openEvaluationData } from "./evaluation-data.js";
import { writeEvaluation } from "./evaluation-report.js";
import { CURVE_SAMPLES } from "./fine-tune.js";
import { embedding, plainRows, pretrainedRows, untrainedRows } from "./frozen-arms.js";
import { edgeWarning } from "./frozen-rows.js";
import { convergence, pairedGains } from "./gains.js";
import { countRows, missedClasses, type Setting, settle } from "./setting.js";
import { summarise } from "./summary.js";

/**
 * Did pretraining help? Measures the pretrained encoder by weighted kNN, linear probe and fine-tuning, over label
 * budgets and seeds, always beside plain features, the same encoder untrained, and the same encoder trained from scratch on
 * the same labels for the same steps. A stream of events; the last one holds everything, and the report is written.
 *
 * `for await (const event of evaluateRun({ run: "runs/mnist-simclr" }))`
 * @throws CheckpointError when the run cannot be read; ConfigError, DataError for options and data that cannot be used.
 */
export async function* evaluateRun(options: EvaluateOptions): AsyncGenerator<EvaluateEvent, void, undefined> {
  const started = performance.now();
  const engine = options.engine ?? nodeEngine({ threads: availableParallelism() });
  const closing: (() => Promise<void>)[] = [];
  const warnings: string[] = [];
  try {
    const { method, encoder } = options;
    const pretrained = await openEncoder(options.run, {
      method,
      encoder,
      weights: options.weights,
      engine,
      onWarning: (message) => warnings.push(message),
    });
    closing.push(() => pretrained.dispose());
    const data = await openEvaluationData(pretrained.config, options);
    closing.push(() => data.close());
    const setting = settle(options, engine, pretrained, data);
    const total = countRows(setting);
    yield {
      type: "started",
      run: options.run,
      budgets: [...new Set(setting.draws.map(({ budget }) => budget.name))],
      layers: setting.layers,
      trainSamples: data.train.length,
      testSamples: data.test.length,
      classes: data.classNames.length,
      total,
    };
    const folder = runHome(options.run);
    warnings.push(...data.warnings, ...missedClasses(setting));
    const overlap = await guardLabels(data.train, data.test);
    if (overlap !== null) warnings.push(overlap);
    const leakage = await guardTest(folder, pretrained.config.from, data.test, (message) =>
      warnings.push(message),
    );
    if (leakage?.warning != null) warnings.push(leakage.warning);
    const collapse = await representation(setting);
    const collapsed = collapseWarning(collapse);
    if (collapsed !== null)
      warnings.push([collapsed, (await kindOf(data.test).blame(data.test)) ?? ""].join(" ").trim());
    for (const message of warnings) yield { type: "warning", message };

    const rows: EvaluationRow[] = [];
    for (const [message, stage] of [
      ["pretrained encoder, frozen", pretrainedRows],
      [kindOf(data.train).baseline.name, plainRows],
      ["untrained encoder, frozen", untrainedRows],
      ["end to end: fine-tuned, and from scratch", endToEndRows],
    ] as const) {
      yield { type: "stage", message };
      for await (const row of stage(setting)) {
        rows.push(row);
        yield { type: "row", row, done: rows.length, total };
        options.signal?.throwIfAborted();
      }
    }
    const edge = edgeWarning(rows);
    if (edge !== null) {
      warnings.push(edge);
      yield { type: "warning", message: edge };
    }
    const { config, step } = pretrained;
    const evaluation: Evaluation = {
      run: options.run,
      method: config.method.name,
      encoder: config.encoder.name,
      steps: step,
      weights: pretrained.weights,
      train: data.trainName,
      test: data.testName,
      trainSamples: data.train.length,
      testSamples: data.test.length,
      classNames: data.classNames,
      chance: mostFrequent(data.testLabels, data.classNames.length),
      leakage: leakage && { tested: leakage.tested, fraction: leakage.fraction, warning: leakage.warning },
      collapse,
      warnings,
      rows,
      summary: summarise(rows),
      gains: pairedGains(rows),
      convergence: convergence(rows, Math.min(data.test.length, CURVE_SAMPLES)),
      seconds: (performance.now() - started) / 1000,
    };
    const files = await writeEvaluation(options.out ?? runFolder(folder).evaluation, evaluation);
    yield { type: "finished", evaluation, files };
  } finally {
    for (const close of closing.reverse()) await close();
    if (options.engine === undefined) await engine.dispose();
  }
}

/** Collapse metrics of the embedding on test samples; fewer where vectors are long, since time grows with the cube. */
async function representation({ pretrained, data }: Setting) {
  const few = subset(data.test, evenlySpread(data.test.length, 2048));
  const features = await embedding(pretrained, EMBEDDING)(few);
  const rows = rowCount(features);
  const most = features.dimensions > 512 ? 1024 : rows;
  if (rows < 2)
    throw new DataError(`${data.test.name} has ${rows} labelled test samples; an evaluation needs more.`);
  return collapseMetrics(featureRows(features, evenlySpread(rows, most)));
}

function mostFrequent(labels: Int32Array, classes: number): number {
  const counts = new Int32Array(classes);
  for (const label of labels) counts[label]!++;
  return Math.max(...counts) / labels.length;
}
