import { collapseWarning } from "../../metrics/index.js";
import { meanAndSpread } from "../../report/index.js";
import { UNTRAINED, untrainedOf } from "./baselines.js";
import type { Measured, Plan } from "./plan.js";
import type { ComparisonRecord, ResultRecord } from "./records.js";

/** What was found about one arm or baseline, seed by seed. */
export interface ComparisonRow {
  readonly name: string;
  readonly kind: ResultRecord["kind"];
  /** Whether pretraining read labels. */
  readonly labels: boolean;
  /** The sentence of the first seed whose embeddings have collapsed; null of healthy ones. */
  readonly collapsed: string | null;
  /** Seeds that failed, and why. */
  readonly failures: readonly { readonly seed: number; readonly message: string }[];
  /** Results in the order of seeds; empty where all failed. */
  readonly results: readonly ResultRecord[];
  /**
   * How far above the untrained encoder, in standard deviations: the difference of the means over the deviation of
   * both rows' seeds, pooled. A method that makes an encoder of its own is compared with that one untrained. Null where
   * seeds are too few to know one.
   */
  readonly knnGain: number | null;
  readonly probeGain: number | null;
  readonly measured: Measured | null;
  /** Time of a step a sample, phases included, relative to SimCLR there. */
  readonly cost: number | null;
}

/** Deviations smaller than this are of too few seeds, not of a method that never varies: 0.1 % of accuracy. */
const smallestDeviation = 0.001;

/** Rows of a table: what was not trained first, then arms in the order of the plan. */
export function comparisonRows(plan: Plan, records: readonly ComparisonRecord[]): ComparisonRow[] {
  const results = records.filter((record) => record.type === "result");
  const failures = records.filter((record) => record.type === "failure");
  const bySeed = (name: string) => results.filter((r) => r.name === name).sort((a, b) => a.seed - b.seed);
  const kinds = new Map(results.map(({ name, kind }) => [name, kind]));
  const own = new Set(plan.arms.map(({ method }) => untrainedOf(method)));
  const plain = [...kinds].flatMap(([name, kind]) => (kind === "plain" ? [name] : []));
  const baselines = [...plain, UNTRAINED, ...own].flatMap((name) => {
    const kind = kinds.get(name);
    return kind === undefined ? [] : [{ name, kind }];
  });
  const rowOf = (name: string, kind: ResultRecord["kind"]): ComparisonRow => {
    const own = bySeed(name);
    const arm = plan.arms.find((planned) => planned.name === name);
    const untrained = arm === undefined ? [] : bySeed(untrainedBeside(arm, records));
    const gain = (score: "knn" | "probe") =>
      kind === "trained"
        ? deviationsAbove(
            own.map((r) => r[score]),
            untrained.map((r) => r[score]),
          )
        : null;
    return {
      name,
      kind,
      labels: arm?.labels ?? false,
      collapsed:
        kind === "trained" ? (own.map(collapseWarning).find((found) => found !== null) ?? null) : null,
      failures: failures.filter((f) => f.name === name).map(({ seed, message }) => ({ seed, message })),
      results: own,
      knnGain: gain("knn"),
      probeGain: gain("probe"),
      measured: arm?.measured ?? null,
      cost: arm?.measured == null ? null : sampleSeconds(arm.measured) / sampleSeconds(plan.reference),
    };
  };
  return [
    ...baselines.map(({ name, kind }) => rowOf(name, kind)),
    ...plan.arms
      .map(({ name }) => rowOf(name, "trained"))
      .filter((row) => row.results.length + row.failures.length > 0),
  ];
}

/** The row that an arm starts from: its method's own untrained encoder, where the comparison has tried one. */
function untrainedBeside({ method }: Plan["arms"][number], records: readonly ComparisonRecord[]): string {
  const own = untrainedOf(method);
  return records.some(({ name }) => name === own) ? own : UNTRAINED;
}

/**
 * (mean of `ours` - mean of `theirs`) / pooled sample deviation, at least a thousandth. Null with no value on a side, or
 * fewer than two on both.
 */
export function deviationsAbove(ours: readonly number[], theirs: readonly number[]): number | null {
  const freedom = ours.length + theirs.length - 2;
  if (ours.length === 0 || theirs.length === 0 || freedom === 0) return null;
  const [a, b] = [meanAndSpread(ours), meanAndSpread(theirs)];
  const variance = ((ours.length - 1) * a.spread ** 2 + (theirs.length - 1) * b.spread ** 2) / freedom;
  return (a.mean - b.mean) / Math.max(Math.sqrt(variance), smallestDeviation);
}

/** Seconds a sample, with its share of the work on the host. */
function sampleSeconds({ stepSeconds, phaseSeconds, phaseEvery, batchSize }: Measured): number {
  return (stepSeconds + (phaseEvery === null ? 0 : phaseSeconds / phaseEvery)) / batchSize;
}
