import { meanAndSpread, meanSpread, type Table } from "../report/index.js";
import type { Convergence, CurvePoint, EvaluationGain, EvaluationRow } from "./evaluation.js";
import { grouped } from "./grouped.js";
import { budgetNames, isOfWhole } from "./summary.js";

/**
 * Each use of the pretrained encoder and what it is compared with. Inner layers are left out. Few labels often leave kNN of
 * plain features above their linear probe: who would not pretrain would take the better one.
 */
const comparisons = [
  { probe: "linear", baseline: "plain", baselineProbe: "linear" },
  { probe: "linear", baseline: "plain", baselineProbe: "knn" },
  { probe: "linear", baseline: "untrained", baselineProbe: "linear" },
  { probe: "linear", baseline: "untrained", baselineProbe: "knn" },
  { probe: "knn", baseline: "plain", baselineProbe: "knn" },
  { probe: "knn", baseline: "untrained", baselineProbe: "knn" },
  { probe: "fine-tune", baseline: "scratch", baselineProbe: "fine-tune" },
] as const;

/** Differences in accuracy between the pretrained encoder and each baseline, paired by seed. */
export function pairedGains(rows: readonly EvaluationRow[]): EvaluationGain[] {
  const main = rows.filter(isOfWhole);
  return budgetNames(main).flatMap((budget) =>
    comparisons.flatMap((comparison) => {
      const { probe, baseline, baselineProbe } = comparison;
      const at = (arm: EvaluationRow["arm"], read: EvaluationRow["probe"]) =>
        main.filter((row) => row.budget === budget && row.probe === read && row.arm === arm);
      const [own, others] = [at("pretrained", probe), at(baseline, baselineProbe)];
      // With all labels an arm may have one row only, which then stands for every seed.
      const seeds = [...new Set([...own, ...others].map(({ seed }) => seed))];
      const pick = (from: EvaluationRow[], seed: number) =>
        from.length === 1 ? from[0] : from.find((row) => row.seed === seed);
      const differences = seeds.flatMap((seed) => {
        const [a, b] = [pick(own, seed), pick(others, seed)];
        return a === undefined || b === undefined ? [] : [a.accuracy - b.accuracy];
      });
      if (differences.length === 0) return [];
      const plain = baseline === "plain" ? { plain: others[0]!.layer } : {};
      return [{ budget, ...comparison, ...plain, ...meanAndSpread(differences), seeds: differences.length }];
    }),
  );
}

/** Gains in percentage points, one column a budget. */
export function gainTable(gains: readonly EvaluationGain[]): Table {
  const budgets = [...new Set(gains.map(({ budget }) => budget))];
  const names = {
    untrained: "the untrained encoder",
    scratch: "training from scratch",
  };
  const uses = { linear: "linear probe", knn: "kNN", "fine-tune": "fine-tuned" };
  const kinds = grouped(gains, ({ probe, baseline, plain = "", baselineProbe }) => {
    const other = baselineProbe === probe ? "" : `, ${uses[baselineProbe]}`;
    return `${uses[probe]}, over ${baseline === "plain" ? plain : names[baseline]}${other}`;
  });
  const show = (gain: EvaluationGain | undefined) => {
    if (gain === undefined) return null;
    const sign = gain.mean > 0 ? "+" : "";
    const spread = gain.seeds > 1 ? ` ± ${(100 * gain.spread).toFixed(1)}` : "";
    return `${sign}${(100 * gain.mean).toFixed(1)}${spread}`;
  };
  return {
    columns: ["gain, percentage points", ...budgets],
    rows: [...kinds].map(([name, own]) => [
      name,
      ...budgets.map((budget) => show(own.find((gain) => gain.budget === budget))),
    ]),
  };
}

/**
 * Steps until end-to-end training reaches what training from scratch ends with, by the mean of the curves over draws.
 * @param samples test samples that the curves were measured on
 */
export function convergence(rows: readonly EvaluationRow[], samples: number): Convergence[] {
  const curved = rows.filter((row) => row.curve !== undefined && row.curve.length > 0);
  return budgetNames(curved).flatMap((budget) => {
    const curve = (arm: EvaluationRow["arm"]) =>
      meanCurve(curved.filter((row) => row.budget === budget && row.arm === arm));
    const [own, scratch] = [curve("pretrained"), curve("scratch")];
    const last = scratch.at(-1);
    if (last === undefined || own.length === 0) return [];
    return [
      {
        ...{ budget, target: last.accuracy, steps: last.step, points: scratch.length, samples },
        pretrained: reaches(own, last.accuracy),
        scratch: reaches(scratch, last.accuracy),
      },
    ];
  });
}

/** The first crossing of a level, between measured points by a straight line. */
function reaches(points: readonly CurvePoint[], level: number): number | null {
  const at = points.findIndex(({ accuracy }) => accuracy >= level);
  if (at < 0) return null;
  const [after, before] = [points[at]!, points[at - 1]];
  if (before === undefined) return after.step;
  const share = (level - before.accuracy) / (after.accuracy - before.accuracy);
  return Math.round(before.step + share * (after.step - before.step));
}

function meanCurve(rows: readonly EvaluationRow[]) {
  const points = grouped(
    rows.flatMap(({ curve = [] }) => [...curve]),
    ({ step }) => step,
  );
  return [...points].map(([step, at]) => ({
    step,
    accuracy: meanAndSpread(at.map(({ accuracy }) => accuracy)).mean,
  }));
}

/** Convergence for people. */
export function convergenceTable(found: readonly Convergence[]): Table {
  return {
    columns: ["labels", "target, %", "pretrained, steps", "from scratch, steps", "trained, steps"],
    rows: found.map(({ budget, target, pretrained, scratch, steps }) => [
      budget,
      meanSpread([100 * target]),
      pretrained === null ? `not in ${steps}` : `${pretrained}`,
      scratch === null ? `not in ${steps}` : `${scratch}`,
      steps,
    ]),
  };
}
