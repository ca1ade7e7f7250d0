import { collapsedDeviation } from "../../metrics/index.js";
import type { ArmMoment, ArmResult } from "./arm-result.js";

/** An arm beside its method as it is. */
export interface ArmPair {
  /** The method's title. */
  readonly method: string;
  readonly ingredient: string;
  readonly healthy: ArmResult;
  readonly without: ArmResult;
}

/** What an ingredient did. */
export type Effect =
  | "prevented complete collapse"
  | "prevented complete collapse of the head"
  | "prevented dimensional collapse"
  | "prevented dimensional collapse of the head"
  | "kept training from diverging"
  | "helped"
  | "did not matter";

/** Less than this share of the healthy rank is a dimensional collapse. */
const lowShare = 0.5;
/** Points of kNN accuracy that count as a difference of two runs. */
const noticeable = 0.03;
/** Difference in AUROC that counts. */
const noticeableAuroc = 0.1;
/** Gaps in pooled deviations: hardly there, and clearly there. */
const [noGap, clearGap] = [0.5, 1];
/** Less than this share of the healthy gap, in the energy's own unit, is hardly there either. */
const lowGap = 0.05;
/** And less than this is one point, also where unit vectors do not show it: all lengths went to 0. */
const onePoint = 0.01;

/** The gap in the energy's own unit. */
const rawGap = ({ compatible, incompatible }: ArmMoment) => (incompatible ?? 0) - (compatible ?? 0);

/**
 * Tells from the last moments what an ingredient did. The head is what the loss sees; it collapses first, and an
 * encoder with batch normalisation behind it may keep what it had.
 */
export function effectOf({ healthy, without }: Pick<ArmPair, "healthy" | "without">): Effect {
  const [a, b] = [lastOf(healthy), lastOf(without)];
  if (without.ended !== null && healthy.ended === null) return "kept training from diverging";
  const isCollapsed = (whole: number | null, less: number | null) =>
    whole !== null && less !== null && less < collapsedDeviation && whole >= collapsedDeviation;
  const isNarrower = (whole: number | null, less: number | null) =>
    whole !== null && less !== null && less < lowShare * whole;
  if (isCollapsed(a.deviation, b.deviation)) return "prevented complete collapse";
  const isOnePoint = a.gap !== null && a.gap > clearGap && rawGap(b) < onePoint * rawGap(a);
  if (isCollapsed(a.headDeviation, b.headDeviation) || isOnePoint)
    return "prevented complete collapse of the head";
  if (isNarrower(a.rank, b.rank)) return "prevented dimensional collapse";
  if (isNarrower(a.headRank, b.headRank)) return "prevented dimensional collapse of the head";
  const worse = (whole: number | null, less: number | null, by: number) =>
    whole !== null && less !== null && whole - less > by;
  return worse(a.knn, b.knn, noticeable) || worse(a.auroc, b.auroc, noticeableAuroc)
    ? "helped"
    : "did not matter";
}

/** One sentence of numbers, and what follows from them. */
export function findingOf(pair: ArmPair): string {
  const { method, ingredient, healthy, without } = pair;
  const [a, b] = [lastOf(healthy), lastOf(without)];
  const facts = `Without the ${ingredient}, ${method} ended with ${numbers(b)}; with it, with ${numbers(a)}`;
  const effect = effectOf(pair);
  switch (effect) {
    case "helped":
      return `${facts}: the ${ingredient} helped, but nothing collapsed without it in ${b.step} steps.`;
    case "did not matter":
      return `${facts}: the ${ingredient} did not matter here, in ${b.step} steps.`;
    case "prevented complete collapse of the head":
    case "prevented dimensional collapse of the head":
      return `${facts}: the ${ingredient} ${effect}, which is what the loss sees.`;
    default:
      return `${facts}: the ${ingredient} ${effect}.`;
  }
}

function numbers({ deviation, headDeviation, rank, headRank, knn }: ArmMoment): string {
  const both = (embedding: number, head: number | null, digits: number) =>
    head === null ? embedding.toFixed(digits) : `${embedding.toFixed(digits)} (head ${head.toFixed(digits)})`;
  const accuracy = knn === null ? "" : `, kNN ${(100 * knn).toFixed(0)} %`;
  return `deviation ${both(deviation, headDeviation, 2)}, rank ${both(rank, headRank, 1)}${accuracy}`;
}

/**
 * Where the energies of matching and non-matching pairs became one, which is what collapse is. Null where they did not,
 * or there are none.
 */
export function energyFinding(pairs: readonly ArmPair[]): string | null {
  const told = pairs.flatMap(({ method, ingredient, healthy, without }) => {
    const [a, b] = [lastOf(healthy), lastOf(without)];
    if (a.gap === null || b.gap === null || a.gap < clearGap) return [];
    if (b.gap > noGap && rawGap(b) > lowGap * rawGap(a)) return [];
    const means = `${(b.compatible ?? 0).toFixed(4)} and ${(b.incompatible ?? 0).toFixed(4)}`;
    return [
      `${method} without the ${ingredient} ${means}, a gap of ${rawGap(b).toPrecision(2)} (${b.gap.toFixed(1)} pooled deviations) where the healthy one has ${rawGap(a).toPrecision(2)} (${a.gap.toFixed(1)}), AUROC ${(b.auroc ?? 0).toFixed(2)} instead of ${(a.auroc ?? 0).toFixed(2)}`,
    ];
  });
  if (told.length === 0) return null;
  return `Collapse shows in the energies: that of non-matching pairs becomes that of matching ones (means of matching and non-matching pairs): ${told.join("; ")}.`;
}

/** How the arm ended. */
export function lastOf({ moments }: ArmResult): ArmMoment {
  return moments.at(-1) as ArmMoment;
}
