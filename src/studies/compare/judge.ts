import { type DataSource, evenlySpread, subset } from "../../data/index.js";
import type { Encoder } from "../../encoders/index.js";
import type { Engine, StateEntry } from "../../engine/index.js";
import { frozenRows, labelBudgets, labelledSubset, openFineTuner } from "../../evaluate/index.js";
import { accuracyOf, collapseMetrics, type Features, featureRows, rowCount } from "../../metrics/index.js";
import type { RunConfig } from "../../setup/index.js";
import type { Side } from "./comparison-data.js";
import type { Scores } from "./records.js";

/** Most test samples whose spread is measured; fewer where vectors are long, since its time grows with the cube. */
const mostSpread = (dimensions: number) => (dimensions > 512 ? 512 : 2048);

/** What fine-tuning starts from. */
export interface Tunable {
  readonly config: RunConfig;
  readonly encoder: Encoder;
  /** Null: fresh weights, which is training from scratch. */
  readonly weights: readonly StateEntry[] | null;
}

/**
 * Scores frozen features: weighted kNN and linear probe with all labels of the bank and with few of each class, and how
 * the test samples' vectors fill their space. Of several sides, the mean.
 *
 * @param featuresOf vectors of every sample of a source
 * @param seed draws the few labels
 * @param tunable also trained end to end on the few labels
 */
export async function judge(
  engine: Engine,
  sides: readonly Side[],
  featuresOf: FeaturesOf,
  given: Judging,
): Promise<Scores> {
  const scores: Scores[] = [];
  for (const side of sides) scores.push(await judgeSide(engine, side, featuresOf, given));
  const [first] = scores;
  if (first === undefined) throw new RangeError("There is nothing to judge by: no side was given.");
  const mean = <K extends keyof Scores>(key: K) =>
    scores.reduce((sum, score) => sum + (score[key] ?? 0), 0) / scores.length;
  // Of sides of unequal size, some may have too few labels to draw few of.
  const meanOrNone = (key: "fewKnn" | "fewProbe" | "fewFineTuned") =>
    scores.some((score) => score[key] === null) ? null : mean(key);
  return {
    knn: mean("knn"),
    probe: mean("probe"),
    fewKnn: meanOrNone("fewKnn"),
    fewProbe: meanOrNone("fewProbe"),
    fewFineTuned: meanOrNone("fewFineTuned"),
    effectiveRank: mean("effectiveRank"),
    deviation: mean("deviation"),
    dimensions: first.dimensions,
    samples: scores.reduce((sum, { samples }) => sum + samples, 0),
  };
}

type FeaturesOf = (source: DataSource) => Promise<Features>;

interface Judging {
  readonly fewLabels: number;
  readonly seed: number;
  readonly tunable?: Tunable | null;
}

async function judgeSide(
  engine: Engine,
  side: Side,
  featuresOf: FeaturesOf,
  { fewLabels, seed, tunable = null }: Judging,
): Promise<Scores> {
  const { train, trainLabels, test, testLabels, classes } = side;
  const [trained, tested] = [await featuresOf(train), await featuresOf(test)];
  const few = fewDraw(trainLabels, fewLabels, seed);
  const draws = [...few, { budget: allOf(trainLabels), seed, rows: upTo(train.length) }];
  const found = new Map<string, number>();
  for await (const { probe, budget, accuracy } of frozenRows(engine, {
    arm: "pretrained",
    layer: "embedding",
    draws,
    probes: ["knn", "linear"],
    trainLabels,
    testLabels,
    classes,
    trainFeatures: async () => trained,
    testFeatures: async () => tested,
  }))
    found.set(`${probe} ${budget === "all" ? "all" : "few"}`, accuracy);
  const rows = rowCount(tested);
  const some = evenlySpread(rows, mostSpread(tested.dimensions));
  const { effectiveRank, deviation, dimensions } = collapseMetrics(featureRows(tested, some));
  return {
    knn: found.get("knn all") ?? 0,
    probe: found.get("linear all") ?? 0,
    fewKnn: found.get("knn few") ?? null,
    fewProbe: found.get("linear few") ?? null,
    fewFineTuned:
      tunable === null || few[0] === undefined
        ? null
        : await fineTuned(engine, side, tunable, { rows: few[0].rows, seed }),
    effectiveRank,
    deviation,
    dimensions,
    samples: some.length,
  };
}

/** Accuracy after training end to end on few labels. */
async function fineTuned(
  engine: Engine,
  { train, test, testLabels, classes }: Side,
  { config, encoder, weights }: Tunable,
  { rows, seed }: { readonly rows: Int32Array; readonly seed: number },
): Promise<number> {
  const tuner = await openFineTuner(engine, config, encoder, classes, rows.length);
  try {
    const job = { train: subset(train, rows), test, testLabels, seed, weights, curve: false };
    return accuracyOf(testLabels, (await tuner.run(job)).predictions);
  } finally {
    await tuner.dispose();
  }
}

const upTo = (length: number) => Int32Array.from({ length }, (_, i) => i);

const allOf = (labels: Int32Array) => ({ name: "all", labels: labels.length });

/**
 * So many labels of each class; where a class has fewer, as many in all, drawn in the classes' own proportions; none
 * where that would be most of the labels.
 */
function fewDraw(labels: Int32Array, each: number, seed: number) {
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  if (each * sizes.size > labels.length / 2) return [];
  const name = each <= Math.min(...sizes.values()) ? `${each}/class` : String(each * sizes.size);
  return labelBudgets([name], labels.length, sizes.size).map((budget) => ({
    budget,
    seed,
    rows: labelledSubset(labels, budget, seed),
  }));
}
