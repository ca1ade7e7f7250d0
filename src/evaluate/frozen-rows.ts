import type { Engine } from "../engine/index.js";
import { accuracyOf, type Features, type KnnOptions, knnClassify, labelledRows } from "../metrics/index.js";
import type { Arm, EvaluationRow, Probe } from "./evaluation.js";
import { type LabelDraw, rowsOfDraws } from "./label-draws.js";
import { linearProbe } from "./linear-probe.js";

/** What probes on one layer of one arm need. */
export interface FrozenArm {
  readonly arm: Arm;
  readonly layer: string;
  readonly draws: readonly LabelDraw[];
  readonly probes: readonly Probe[];
  readonly trainLabels: Int32Array;
  readonly testLabels: Int32Array;
  readonly classes: number;
  readonly knn?: Pick<KnnOptions, "k" | "temperature">;
  /** Features of the pool's rows that are asked for, in that order. */
  trainFeatures(rows: Int32Array): Promise<Features>;
  testFeatures(): Promise<Features>;
}

/** Measures kNN and linear probe on frozen features, for every draw of labels. */
export async function* frozenRows(
  engine: Engine,
  frozen: FrozenArm,
): AsyncGenerator<EvaluationRow, void, undefined> {
  const { arm, layer, draws, classes, testLabels } = frozen;
  const probes = frozen.probes.filter((probe) => probe !== "fine-tune");
  if (probes.length === 0 || draws.length === 0) return;
  const { union, within } = rowsOfDraws(draws);
  const pool = {
    features: await frozen.trainFeatures(union),
    labels: union.map((row) => frozen.trainLabels[row]!),
  };
  const test = await frozen.testFeatures();
  for (const [i, { budget, seed, rows }] of draws.entries()) {
    // All rows in order are the pool itself: no copy.
    const train = rows.length === union.length ? pool : labelledRows(pool, within[i]!);
    for (const probe of probes) {
      const predictions =
        probe === "knn"
          ? (
              await knnClassify(engine, train, test, {
                k: usualK(rows.length, classes),
                ...frozen.knn,
                classes,
              })
            ).predictions
          : (await linearProbe(engine, train, { features: test, labels: testLabels }, { seed, classes }))
              .predictions;
      const accuracy = accuracyOf(testLabels, predictions);
      yield { arm, probe, layer, budget: budget.name, labels: rows.length, seed, accuracy };
    }
  }
}

/** 20 neighbours, but no more than half of what a class has: beyond that the others must outvote it. */
function usualK(labels: number, classes: number): number {
  return Math.max(1, Math.min(20, Math.round(labels / classes / 2)));
}
