import type { EnergyGap } from "../metrics/index.js";
import { chartGrid, formatNumber, histogram, runReport, type Svg, type Table } from "../report/index.js";
import type { RunEnergy } from "./measure-energy.js";
import type { PairEnergies } from "./pair-energies.js";

/** Two histograms under each other: before and after training. */
export function energyPicture(measured: {
  readonly method: string;
  readonly step: number;
  readonly data: string;
  readonly before: PairEnergies;
  readonly after: PairEnergies;
}): Svg {
  const { method, step, data, before, after } = measured;
  const ranges = [before, after].map(rangeOf) as [Range, Range];
  const whole: Range = [Math.min(ranges[0][0], ranges[1][0]), Math.max(ranges[0][1], ranges[1][1])];
  // One axis shows what training moved, unless one of the two would be a single bar on it.
  const isNarrow = ranges.some(([low, high]) => (high - low) * 12 < whole[1] - whole[0]);
  const panel = (when: string, energies: PairEnergies, own: Range) =>
    histogram({
      title: `${when}: gap ${short(energies.gap)}, AUROC ${energies.auroc.toFixed(3)}`,
      width: 760,
      height: 250,
      x: { label: "energy F(x, y)", domain: isNarrow ? own : whole },
      counted: "pairs",
      series: [
        { name: "compatible: two views of one sample", values: energies.compatibleEnergies },
        { name: "incompatible: views of two samples", values: energies.incompatibleEnergies },
      ],
    });
  return chartGrid({
    title: `Energy of pairs of views: ${method}`,
    subtitle: `${before.compatibleEnergies.length} pairs of each kind from ${data}; dashed lines are means${isNarrow ? "; each panel has its own axis" : ""}`,
    columns: 1,
    charts: [panel("Before training", before, ranges[0]), panel(`After ${step} steps`, after, ranges[1])],
  });
}

/** Three digits that count. */
const short = (value: number): string => formatNumber(Number(value.toPrecision(3)));

type Range = readonly [low: number, high: number];

/** Where all but the outermost 1 % of the energies lie; those are drawn at the ends. */
function rangeOf({ compatibleEnergies, incompatibleEnergies }: PairEnergies): Range {
  const sorted = Float32Array.from([...compatibleEnergies, ...incompatibleEnergies]).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return [at(0.005), at(0.995)];
}

/** The numbers, before and after. */
export function energyTable({ before, after, step }: Pick<RunEnergy, "before" | "after" | "step">): Table {
  const row = (name: string, read: (gap: EnergyGap) => number) => [name, read(before), read(after)];
  return {
    columns: ["", "before", `after ${step} steps`],
    rows: [
      row("energy of compatible pairs", (gap) => gap.compatible),
      row("energy of incompatible pairs", (gap) => gap.incompatible),
      row("gap", (gap) => gap.gap),
      row("gap in pooled deviations", (gap) => gap.standardGap),
      row("AUROC", (gap) => gap.auroc),
      row("overlap", (gap) => gap.overlap),
    ],
  };
}

/** Energies tell compatible pairs hardly better than chance. */
const hardlyApart = 0.6;

/** What the numbers say, in a paragraph. */
export function energySentence({
  method,
  step,
  data,
  pairs,
  before,
  after,
  heldUpBy,
}: Omit<RunEnergy, "files">): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const facts = `After ${step} steps of ${method}, two views of one sample have energy ${short(after.compatible)} on average and views of two samples ${short(after.incompatible)} (${pairs} pairs of each kind from ${data}): a gap of ${short(after.gap)}, ${after.standardGap.toFixed(1)} pooled deviations. An incompatible pair has more energy than a compatible one with probability ${percent(after.auroc)} (AUROC; chance is 50 %), and ${percent(after.overlap)} of pairs cannot be told apart by any threshold. Before training the gap was ${short(before.gap)} and the AUROC ${percent(before.auroc)}.`;
  if (after.auroc < hardlyApart)
    return `${facts} That is collapse: non-matching pairs have the energy of matching ones.${heldUpBy === null ? "" : ` ${heldUpBy}`}`;
  if (after.auroc < before.auroc) return `${facts} Training did not make pairs easier to tell apart.`;
  return facts;
}

/** The text of `energy.md`. */
export function energyText(measured: Omit<RunEnergy, "files">): string {
  return runReport({
    title: `Energy of pairs of views: ${measured.method}`,
    summary: energySentence(measured),
    sections: [
      {
        title: "Numbers",
        text: "Energy F(x, y) is what the method's own loss pushes down for compatible pairs. At collapse the gap is 0 and the AUROC 0.5.",
        table: energyTable(measured),
        picture: { path: "energy.svg", caption: "Energies of compatible and incompatible pairs" },
      },
    ],
  });
}
