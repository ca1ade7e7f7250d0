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
  const { probes } = frozen;
  if (probes.every((probe) => probe === "fine-tune") || draws.length === 0) return;
  const { union, within } = rowsOfDraws(draws);
  const pool = {
    features: await frozen.trainFeatures(union),
    labels: union.map((row) => frozen.trainLabels[row]!),
  };
  const test = await frozen.testFeatures();
  for (const [i, { budget, seed, rows }] of draws.entries()) {
    // All rows in order are the pool itself: no copy.
    const train = rows.length === union.length ? pool : labelledRows(pool, within[i]!);
    const row = { arm, layer, budget: budget.name, labels: rows.length, seed };
    if (probes.includes("knn")) {
      const options = { ...frozen.knn, classes };
      const { predictions } = await knnClassify(engine, train, test, options);
      yield { ...row, probe: "knn", accuracy: accuracyOf(testLabels, predictions) };
    }
    if (probes.includes("linear")) {
      const judged = { features: test, labels: testLabels };
      const { accuracy, probe } = await linearProbe(engine, train, judged, { seed, classes });
      const decay = { strength: probe.weightDecay * rows.length, atEdge: probe.atEdge };
      yield { ...row, probe: "linear", accuracy, decay };
    }
  }
}

/** A sentence where the search for a probe's weight decay ended at an end of its grid. */
export function edgeWarning(rows: readonly EvaluationRow[]): string | null {
  const searched = rows.filter(({ decay }) => decay !== undefined);
  const edges = searched.filter(({ decay }) => decay!.atEdge).length;
  return edges === 0
    ? null
    : `The weight decay of ${edges} of the ${searched.length} linear probes is at an end of the grid that was searched: with another they may do better.`;
}
