import type { ImageSource } from "../../data/index.js";
import type { Engine } from "../../engine/index.js";
import { frozenRows, labelBudgets, labelledSubset } from "../../evaluate/index.js";
import { collapseMetrics, type Features, featureRows, rowCount } from "../../metrics/index.js";
import type { Side } from "./comparison-data.js";
import type { Scores } from "./records.js";

/** Most test samples whose spread is measured; fewer where vectors are long, since its time grows with the cube. */
const mostSpread = (dimensions: number) => (dimensions > 512 ? 512 : 2048);

/**
 * Scores frozen features: weighted kNN and linear probe with all labels of the bank and with few of each class, and how
 * the test samples' vectors fill their space.
 *
 * @param featuresOf vectors of every sample of a source
 * @param seed draws the few labels
 */
export async function judge(
  engine: Engine,
  { train, trainLabels, test, testLabels, classes }: Side,
  featuresOf: (source: ImageSource) => Promise<Features>,
  { fewLabels, seed }: { readonly fewLabels: number; readonly seed: number },
): Promise<Scores> {
  const [trained, tested] = [await featuresOf(train), await featuresOf(test)];
  const draws = [
    ...fewDraw(trainLabels, fewLabels, seed),
    { budget: allOf(trainLabels), seed, rows: upTo(train.length) },
  ];
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
  const looked = Math.min(rows, mostSpread(tested.dimensions));
  const some = Int32Array.from({ length: looked }, (_, i) => Math.floor((i * rows) / looked));
  const { effectiveRank, deviation, dimensions } = collapseMetrics(featureRows(tested, some));
  return {
    knn: found.get("knn all") ?? 0,
    probe: found.get("linear all") ?? 0,
    fewKnn: found.get("knn few") ?? null,
    fewProbe: found.get("linear few") ?? null,
    effectiveRank,
    deviation,
    dimensions,
    samples: some.length,
  };
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
