import type { Engine } from "../engine/index.js";
import { ConfigError, DataError } from "../errors.js";
import {
  type Confusion,
  checkFeatures,
  checkLabelled,
  classCount,
  confusion,
  type Features,
  type LabelledFeatures,
  rowCount,
} from "../metrics/index.js";
import { classify } from "./linear-classifier.js";
import { searchWeightDecay } from "./search-weight-decay.js";
import { softmaxRegression } from "./softmax-regression.js";
import { fitStandardiser, type Standardiser, standardisedRows } from "./standardise.js";

export interface LinearProbeOptions {
  /** Chooses the held-out samples of the weight decay's grid. Default 0. */
  readonly seed?: number;
  /** λ in mean cross-entropy + λ/2 |W|², W on standardised features. Default: see `linearProbe`. */
  readonly weightDecay?: number;
  /** Most optimiser steps, each over all rows. Default 200. */
  readonly maxIterations?: number;
  /** Number of classes. Default: what the labels need. */
  readonly classes?: number;
}

/** c where nothing can be held out: what few labels want most often. */
const usualStrength = 10;

/** A fitted probe, with all that is needed to use it. */
export interface LinearProbe {
  readonly classes: number;
  readonly width: number;
  readonly standardiser: Standardiser;
  /** float64 `[width, classes]`, on standardised features. */
  readonly weights: Float64Array;
  /** float64 `[classes]`. */
  readonly bias: Float64Array;
  readonly weightDecay: number;
  /** How the weight decay came about. */
  readonly weightDecayFrom: "given" | "held-out" | "rule";
  /** Whether the search ended at an end of its grid: another weight decay may do better. */
  readonly atEdge: boolean;
  /** Mean cross-entropy of the training rows plus the penalty, in nats. */
  readonly loss: number;
  readonly iterations: number;
}

export interface LinearProbeResult extends Confusion {
  readonly predictions: Int32Array;
  readonly probe: LinearProbe;
}

/**
 * Multinomial logistic regression on standardised, frozen features: the linear probe (Alain & Bengio, 2016,
 * https://arxiv.org/abs/1610.01644). All rows at once, L-BFGS; the same input gives the same bits on the
 * same machine, device and number of threads.
 *
 * Weight decay, when not given: λ = c / N of least held-out cross-entropy, c from 1e-5 to 1e6 by half decades, in
 * five-fold cross-validation of the training rows (stratified, by seed; of more than 2000 rows one fifth is held out,
 * and at most 10,000 take part), after which the probe is fitted to all rows. Where no class has two rows, c = 10.
 * Test rows take no part in the choice. One fixed c would favour some features over others: with ten labels a class raw
 * pixels want 10 to 100, well trained embeddings 0.3 to 10.
 *
 * @param train `[N, D]` @param test `[M, D]`
 * @throws DataError when sets are empty, of different widths or not finite.
 */
export async function linearProbe(
  engine: Engine,
  train: LabelledFeatures,
  test: LabelledFeatures,
  options: LinearProbeOptions = {},
): Promise<LinearProbeResult> {
  checkLabelled(test, "test");
  const classes = Math.max(classCount(train.labels, options.classes), classCount(test.labels));
  const probe = await fitLinearProbe(engine, train, { ...options, classes });
  const predictions = await probePredictions(engine, probe, test.features);
  return { ...confusion(test.labels, predictions, classes), predictions, probe };
}

/** The probe alone. @throws as `linearProbe`. */
export async function fitLinearProbe(
  engine: Engine,
  train: LabelledFeatures,
  { seed = 0, weightDecay, maxIterations = 200, classes: asked }: LinearProbeOptions = {},
): Promise<LinearProbe> {
  checkLabelled(train, "train");
  const classes = classCount(train.labels, asked);
  const count = rowCount(train.features);
  const width = train.features.dimensions;
  if (weightDecay !== undefined && !(weightDecay >= 0)) {
    throw new ConfigError(`\`weightDecay\` takes a number from 0, but got ${weightDecay}.`);
  }
  const found = weightDecay === undefined ? await searchWeightDecay(engine, train, classes, seed) : undefined;
  const standardiser = fitStandardiser(train.features);
  const rows = standardisedRows(train.features, standardiser);
  const regression = await softmaxRegression(engine, rows, train.labels, classes);
  try {
    const decay = weightDecay ?? found?.weightDecay ?? usualStrength / count;
    const { x, value, iterations } = await regression.fit(decay, { maxIterations });
    return {
      classes,
      width,
      standardiser,
      weights: x.slice(0, width * classes),
      bias: x.slice(width * classes),
      weightDecay: decay,
      weightDecayFrom: weightDecay !== undefined ? "given" : found === undefined ? "rule" : "held-out",
      atEdge: found?.atEdge ?? false,
      loss: value,
      iterations,
    };
  } finally {
    await regression.dispose();
  }
}

/** The probe as one linear layer on features as they are: float32 weights `[width, classes]` and bias `[classes]`. */
export function foldedProbe({ classes, width, standardiser, weights, bias }: LinearProbe) {
  const folded = new Float32Array(weights.length);
  const shift = bias.slice();
  for (let j = 0; j < width; j++) {
    for (let c = 0; c < classes; c++) {
      const weight = weights[j * classes + c]! * standardiser.scale[j]!;
      folded[j * classes + c] = weight;
      shift[c]! -= weight * standardiser.mean[j]!;
    }
  }
  return { weights: folded, bias: Float32Array.from(shift) };
}

/** The class that a probe gives each row. @throws DataError when the rows have another width. */
export async function probePredictions(
  engine: Engine,
  probe: LinearProbe,
  features: Features,
): Promise<Int32Array> {
  checkFeatures(features, "test");
  const { classes, width, standardiser } = probe;
  if (features.dimensions !== width) {
    throw new DataError(
      `The probe was fitted to rows of ${width} numbers; got rows of ${features.dimensions}.`,
    );
  }
  const parameters = new Float64Array(width * classes + classes);
  parameters.set(probe.weights);
  parameters.set(probe.bias, width * classes);
  return classify(engine, { classes, width, parameters }, standardisedRows(features, standardiser));
}
