import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { subset } from "../data/index.js";
import { type Engine, nodeEngine } from "../engine/index.js";
import { ConfigError, DataError } from "../errors.js";
import {
  accuracyOf,
  collapseMetrics,
  collapseWarning,
  featureRows,
  featuresOf,
  rowCount,
} from "../metrics/index.js";
import {
  EMBEDDING,
  encoderOf,
  makeEncoder,
  openEncoder,
  PROJECTION,
  type TrainedEncoder,
} from "../train/index.js";
import type { EvaluateOptions } from "./evaluate-options.js";
import type { EvaluateEvent, Evaluation, EvaluationRow, Probe } from "./evaluation.js";
import { type EvaluationData, guardTest, openEvaluationData, spread } from "./evaluation-data.js";
import { writeEvaluation } from "./evaluation-report.js";
import { openFineTuner } from "./fine-tune.js";
import { type FrozenArm, frozenRows } from "./frozen-rows.js";
import { grouped } from "./grouped.js";
import { type LabelBudget, labelBudgets } from "./label-budget.js";
import { distinctDraws, type LabelDraw, labelDraws } from "./label-draws.js";
import { pixelFeatures } from "./pixel-features.js";
import { summarise } from "./summary.js";

/** Budgets that are tried when none is asked for; those that the labels do not allow are left out. */
const usualBudgets = ["10/class", "100/class", "all"];
const allProbes: readonly Probe[] = ["knn", "linear", "fine-tune"];

/** What the stages of one evaluation share. */
interface Setting {
  readonly options: EvaluateOptions;
  readonly engine: Engine;
  readonly pretrained: TrainedEncoder;
  readonly data: EvaluationData;
  readonly draws: readonly LabelDraw[];
  readonly probes: readonly Probe[];
  readonly layers: readonly string[];
}

/**
 * Did pretraining help? Measures the pretrained encoder by weighted kNN, linear probe and fine-tuning, over label
 * budgets and seeds, always beside raw pixels, the same encoder untrained, and the same encoder trained from scratch on
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
    const own = {
      ...(options.method && { method: options.method }),
      ...(options.encoder && { encoder: options.encoder }),
    };
    const pretrained = await openEncoder(options.run, {
      ...own,
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
    const folder = options.run.endsWith(".safetensors") ? dirname(dirname(options.run)) : options.run;
    const leakage = await guardTest(folder, data.test);
    if (leakage?.warning != null) warnings.push(leakage.warning);
    const collapse = await representation(setting);
    const collapsed = collapseWarning(collapse);
    if (collapsed !== null) warnings.push(collapsed);
    for (const message of warnings) yield { type: "warning", message };

    const rows: EvaluationRow[] = [];
    for (const [message, stage] of [
      ["pretrained encoder, frozen", pretrainedRows],
      ["raw pixels", pixelRows],
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
    const { config, step } = pretrained;
    const evaluation: Evaluation = {
      run: options.run,
      method: config.method.name,
      encoder: config.encoder.name,
      steps: step,
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
      seconds: (performance.now() - started) / 1000,
    };
    const files = await writeEvaluation(options.out ?? join(folder, "evaluation"), evaluation);
    yield { type: "finished", evaluation, files };
  } finally {
    for (const close of closing.reverse()) await close();
    if (options.engine === undefined) await engine.dispose();
  }
}

function settle(
  options: EvaluateOptions,
  engine: Engine,
  pretrained: TrainedEncoder,
  data: EvaluationData,
): Setting {
  const { seeds = 3, probes = allProbes } = options;
  if (!(Number.isInteger(seeds) && seeds > 0)) {
    throw new ConfigError(`Option seeds takes a whole number above 0, but got ${seeds}.`);
  }
  const layers = options.layers ?? [EMBEDDING, ...pretrained.layers.filter((layer) => layer === PROJECTION)];
  const strange = layers.find((layer) => !pretrained.layers.includes(layer));
  if (strange !== undefined) {
    throw new ConfigError(`There is no layer ${strange}; this encoder has ${pretrained.layers.join(", ")}.`, {
      strange,
    });
  }
  const draws = labelDraws(data.trainLabels, settleBudgets(options.budgets, data), seeds);
  return { options, engine, pretrained, data, draws, probes, layers };
}

function settleBudgets(
  asked: readonly string[] | undefined,
  { trainLabels, classNames }: EvaluationData,
): LabelBudget[] {
  const present = new Set(trainLabels).size;
  if (asked !== undefined) return labelBudgets(asked, trainLabels.length, present);
  const sizes = new Int32Array(classNames.length);
  for (const label of trainLabels) sizes[label]!++;
  const smallest = Math.min(...sizes.filter((size) => size > 0));
  const possible = usualBudgets.filter((name) => name === "all" || Number.parseInt(name, 10) < smallest);
  return labelBudgets(possible, trainLabels.length, present);
}

function frozenArm(
  { options, data, probes }: Setting,
  arm: FrozenArm["arm"],
  layer: string,
  draws: readonly LabelDraw[],
  features: (source: EvaluationData["train"]) => ReturnType<FrozenArm["testFeatures"]>,
): FrozenArm {
  return {
    arm,
    layer,
    draws,
    probes,
    trainLabels: data.trainLabels,
    testLabels: data.testLabels,
    classes: data.classNames.length,
    ...(options.knn && { knn: options.knn }),
    trainFeatures: (rows) =>
      features(rows.length === data.train.length ? data.train : subset(data.train, rows)),
    testFeatures: () => features(data.test),
  };
}

const embedding = (encoder: TrainedEncoder, layer: string) => async (source: EvaluationData["train"]) => {
  const { data, width } = await encoder.embed(source, layer);
  return featuresOf(data, width);
};

async function* pretrainedRows(setting: Setting) {
  const draws = distinctDraws(setting.draws, setting.data.train.length);
  for (const layer of setting.layers) {
    yield* frozenRows(
      setting.engine,
      frozenArm(setting, "pretrained", layer, draws, embedding(setting.pretrained, layer)),
    );
  }
}

async function* pixelRows(setting: Setting) {
  const draws = distinctDraws(setting.draws, setting.data.train.length);
  yield* frozenRows(setting.engine, frozenArm(setting, "pixels", "pixels", draws, pixelFeatures));
}

/** Each seed starts other weights, and draws other labels. The projector is the method's own: it has no baseline. */
async function* untrainedRows(setting: Setting) {
  const { engine, pretrained, draws, options } = setting;
  const own = {
    ...(options.method && { method: options.method }),
    ...(options.encoder && { encoder: options.encoder }),
  };
  for (const seed of new Set(draws.map((draw) => draw.seed))) {
    const encoder = await makeEncoder(pretrained.config, [], 0, { ...own, engine, untrained: seed });
    try {
      for (const layer of untrainedLayers(setting)) {
        const some = draws.filter((draw) => draw.seed === seed);
        yield* frozenRows(engine, frozenArm(setting, "untrained", layer, some, embedding(encoder, layer)));
      }
    } finally {
      await encoder.dispose();
    }
  }
}

const untrainedLayers = ({ layers }: Setting) => layers.filter((layer) => layer !== PROJECTION);

async function* endToEndRows({
  options,
  engine,
  pretrained,
  data,
  draws,
  probes,
}: Setting): AsyncGenerator<EvaluationRow> {
  if (!probes.includes("fine-tune")) return;
  const encoder = encoderOf(
    pretrained.config,
    options.encoder === undefined ? {} : { encoder: options.encoder },
  );
  const classes = data.classNames.length;
  for (const group of grouped(draws, ({ rows }) => rows.length).values()) {
    const labels = group[0]!.rows.length;
    const tuner = await openFineTuner(engine, pretrained.config, encoder, classes, labels, options.fineTune);
    try {
      for (const { budget, seed, rows } of group) {
        for (const arm of ["pretrained", "scratch"] as const) {
          const weights = arm === "pretrained" ? pretrained.state : null;
          const { signal } = options;
          const predictions = await tuner.run({
            train: subset(data.train, rows),
            test: data.test,
            seed,
            weights,
            signal,
          });
          const accuracy = accuracyOf(data.testLabels, predictions);
          yield { arm, probe: "fine-tune", layer: "encoder", budget: budget.name, labels, seed, accuracy };
        }
      }
    } finally {
      await tuner.dispose();
    }
  }
}

function countRows(setting: Setting): number {
  const { draws, data, probes, layers } = setting;
  const frozen = probes.filter((probe) => probe !== "fine-tune").length;
  const distinct = distinctDraws(draws, data.train.length).length;
  const untrained = untrainedLayers(setting).length;
  const endToEnd = probes.includes("fine-tune") ? 2 * draws.length : 0;
  return frozen * (distinct * (layers.length + 1) + draws.length * untrained) + endToEnd;
}

/** Collapse metrics of the embedding on test samples; fewer where vectors are long, since time grows with the cube. */
async function representation({ pretrained, data }: Setting) {
  const few = subset(data.test, spread(Math.min(data.test.length, 2048), data.test.length));
  const features = await embedding(pretrained, EMBEDDING)(few);
  const rows = rowCount(features);
  const most = features.dimensions > 512 ? Math.min(rows, 1024) : rows;
  if (rows < 2)
    throw new DataError(`${data.test.name} has ${rows} labelled test samples; an evaluation needs more.`);
  return collapseMetrics(featureRows(features, spread(most, rows)));
}

function mostFrequent(labels: Int32Array, classes: number): number {
  const counts = new Int32Array(classes);
  for (const label of labels) counts[label]!++;
  return Math.max(...counts) / labels.length;
}
