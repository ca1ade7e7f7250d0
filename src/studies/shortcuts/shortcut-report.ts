import {
  barChart,
  chartGrid,
  pointChart,
  type ReportSection,
  runReport,
  type Svg,
  type Table,
} from "../../report/index.js";
import { claimLine } from "../claim.js";
import type { ArmScores } from "./arm-scores.js";
import { type Lab, PRETEXT, PROBE } from "./lab.js";
import { type LeftOut, leftOutLine } from "./labs.js";
import type { ShortcutOptions } from "./shortcut-options.js";

const [width, height] = [720, 460];
const shown = (value: number | undefined) => (value === undefined ? Number.NaN : 100 * value);

/** Pretext accuracy against probe accuracy, an arm a point; and the lab's own scores as bars. */
export function labPicture(lab: Lab, scores: ArmScores, options: ShortcutOptions, data: string): Svg {
  const arms = lab.arms(options);
  const probes = arms.flatMap(({ name, title, trainedOn }) => {
    const probe = scores.estimate(name, PROBE);
    return trainedOn !== null || probe === null ? [] : [{ name: title, y: 100 * probe.mean }];
  });
  const points = pointChart({
    ...{ title: "Pretext accuracy against probe accuracy", width, height },
    x: { label: "accuracy in its own task, held out", unit: "%" },
    y: { label: "linear probe, held out", unit: "%" },
    points: arms.flatMap(({ name, title }) => {
      const [x, y] = [scores.estimate(name, PRETEXT), scores.estimate(name, PROBE)];
      if (x === null || y === null) return [];
      return [{ name: title, x: 100 * x.mean, y: 100 * y.mean, spread: 100 * y.error }];
    }),
    lines: probes,
  });
  const bars = barChart({
    ...{ title: "Every arm", width, height },
    groups: arms.map(({ title }) => title),
    y: { label: "accuracy", unit: "%", domain: [0, 100] },
    series: Object.entries(lab.bars).map(([name, score]) => {
      const found = arms.map((arm) => scores.estimate(arm.name, score));
      return {
        name,
        values: found.map((one) => shown(one?.mean)),
        spread: found.map((one) => shown(one?.error)),
      };
    }),
    digits: 0,
  });
  const subtitle = `${data}, ${options.seeds} ${options.seeds === 1 ? "seed" : "seeds"}; whiskers: one standard error`;
  return chartGrid({ title: lab.title, subtitle, columns: 2, charts: [points, bars] });
}

/** Every arm of some labs with its scores. */
export function armTable(labs: readonly Lab[], scores: ArmScores, options: ShortcutOptions): Table {
  const own = [...new Set(labs.flatMap((lab) => Object.values(lab.bars)))].filter(
    (score) => score !== PRETEXT && score !== PROBE,
  );
  const names = [PRETEXT, PROBE, ...own];
  return {
    columns: ["lab", "arm", ...names, "s"],
    rows: labs.flatMap((lab) =>
      lab.arms(options).map(({ name, title }) => {
        const found = names.map((score) => {
          const one = scores.estimate(name, score);
          return one === null ? null : `${(100 * one.mean).toFixed(1)} ± ${(100 * one.error).toFixed(1)}`;
        });
        const seconds = scores.results(name).reduce((sum, result) => sum + result.seconds, 0);
        return [lab.name, title, ...found, seconds.toFixed(0)];
      }),
    ),
  };
}

/** Each lab's claim, and then what was found besides. */
export function findingsOf(labs: readonly Lab[], scores: ArmScores): string[] {
  return labs.flatMap((lab) => [claimLine(lab.claim(scores)), ...lab.notes(scores)]);
}

/** Files of a lab, beside the report. */
export const labFiles = ({ name }: Lab) => ({ chart: `${name}.svg`, sheet: `${name}.png` });

/** The text of `report.md`. */
export function shortcutReport(
  labs: readonly Lab[],
  leftOut: readonly LeftOut[],
  scores: ArmScores,
  { options, setting }: { readonly options: ShortcutOptions; readonly setting: string },
): string {
  const claims = labs.map((lab) => lab.claim(scores));
  const held = claims.filter(({ holds }) => holds).length;
  const lines = claims.map((claim) => `- ${claimLine(claim)}`);
  const out = leftOut.map((one) => `- Not measured: ${leftOutLine(one)}.`);
  const sections = labs.flatMap((lab): ReportSection[] => {
    const { chart, sheet } = labFiles(lab);
    const notes = lab.notes(scores).map((note) => `- ${note}`);
    return [
      {
        title: lab.title,
        text: `${lab.about(options)}\n\n${claimLine(lab.claim(scores))}\n\n${notes.join("\n")}`,
        table: armTable([lab], scores, options),
        picture: { path: chart, caption: `${lab.title}: pretext accuracy against probe accuracy` },
      },
      { title: `${lab.title}: the pictures`, picture: { path: sheet, caption: "What was done to pictures" } },
    ];
  });
  return runReport({
    title: "Shortcuts",
    summary: `${setting}\n\n${held} of ${claims.length} ${claims.length === 1 ? "claim holds" : "claims hold"}. A difference counts where it is more than two standard errors (±).\n\n${[...lines, ...out].join("\n")}`,
    sections,
  });
}
