import type { EnergyGap } from "../metrics/index.js";
import { chartGrid, formatNumber, histogram, runReport, type Svg, type Table } from "../report/index.js";
import type { PairKinds } from "./energy-pairs.js";
import type { PairEnergies } from "./pair-energies.js";
import type { RunEnergy } from "./run-energy.js";

/** Two histograms under each other, over one axis: before and after training. Collapsed energies are one bar. */
export function energyPicture(measured: {
  readonly method: string;
  readonly step: number;
  readonly data: string;
  readonly kinds: PairKinds;
  readonly before: PairEnergies;
  readonly after: PairEnergies;
}): Svg {
  const { method, step, data, kinds, before, after } = measured;
  const [was, is] = [rangeOf(before), rangeOf(after)];
  const domain: Range = [Math.min(was[0], is[0]), Math.max(was[1], is[1])];
  const panel = (when: string, energies: PairEnergies) =>
    histogram({
      title: `${when}: gap ${short(energies.gap)}, AUROC ${energies.auroc.toFixed(3)}`,
      width: 760,
      height: 250,
      x: { label: "energy F(x, y)", domain },
      counted: "pairs",
      series: [
        { name: `compatible: ${kinds.compatible}`, values: energies.compatibleEnergies },
        { name: `incompatible: ${kinds.incompatible}`, values: energies.incompatibleEnergies },
      ],
    });
  return chartGrid({
    title: `Energy of pairs of views: ${method}`,
    subtitle: `${before.compatibleEnergies.length} pairs of each kind, views as in training; dashed: means; from ${data}`,
    columns: 1,
    charts: [panel("Before training", before), panel(`After ${step} steps`, after)],
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

/** AUROC below this is hardly better than chance, and 1 minus it hardly worse. */
const hardlyApart = 0.6;
/** Energies that spread less than this share of what they did before training have become one. */
const oneEnergy = 0.1;

/** What the numbers say, in a paragraph. */
export function energySentence(measured: Omit<RunEnergy, "files">): string {
  const { method, step, data, pairs, kinds, before, after } = measured;
  const facts = `After ${step} steps of ${method}, compatible pairs (${kinds.compatible}) have energy ${short(after.compatible)} on average and incompatible ones (${kinds.incompatible}) ${short(after.incompatible)} (${pairs} pairs of each kind from ${data}): a gap of ${short(after.gap)}, ${after.standardGap.toFixed(1)} pooled deviations. An incompatible pair has more energy than a compatible one with probability ${percent(after.auroc)} (AUROC; chance is 50 %), and ${percent(after.overlap)} of pairs cannot be told apart by any threshold. Before training the gap was ${short(before.gap)} and the AUROC ${percent(before.auroc)}.`;
  const verdict = verdictOn(measured);
  return verdict === null ? facts : `${facts} ${verdict}`;
}

/** What is wrong with the energies, if anything; collapse only where training took away what they differed by. */
function verdictOn({
  step,
  before,
  after,
  heldUpBy,
}: Pick<RunEnergy, "step" | "before" | "after" | "heldUpBy">): string | null {
  const [was, is] = [spreadOf(before), spreadOf(after)];
  const hint = heldUpBy === null ? "" : ` ${heldUpBy}`;
  // First: whatever order is left among nearly equal energies says nothing.
  if (step > 0 && is <= oneEnergy * was)
    return `That is collapse: all pairs have nearly one energy (deviation ${short(is)}, before training ${short(was)}).${hint}`;
  if (after.auroc <= 1 - hardlyApart)
    return "The order is the wrong way round: incompatible pairs have less energy than compatible ones.";
  if (after.auroc < hardlyApart && step === 0)
    return "These energies cannot tell the two kinds apart; nothing has been trained yet.";
  if (after.auroc < hardlyApart)
    return `These energies cannot tell the two kinds apart, though pairs still differ (deviation ${short(is)}, before training ${short(was)}): training has not come far enough, or few dimensions are left.${hint}`;
  return after.auroc < before.auroc ? "Training did not make pairs easier to tell apart." : null;
}

/** Deviation of the energies of both kinds together: within the kinds, and between them. */
const spreadOf = ({ gap, standardGap }: EnergyGap): number =>
  standardGap === 0 ? 0 : Math.hypot(gap / standardGap, gap / 2);

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The text of `energy.md`. */
export function energyText(measured: Omit<RunEnergy, "files">): string {
  return runReport({
    title: `Energy of pairs of views: ${measured.method}`,
    summary: energySentence(measured),
    sections: [
      {
        title: "Numbers",
        text: "Energy F(x, y) is what the method's own loss pushes down for compatible pairs. Views are drawn as for the method's first ones in training. At collapse all pairs have one energy: the gap is 0 and the AUROC 0.5.",
        table: energyTable(measured),
        picture: { path: "energy.svg", caption: "Energies of compatible and incompatible pairs" },
      },
    ],
  });
}
