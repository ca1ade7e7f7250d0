import { type LabelBudget, labelledSubset } from "./label-budget.js";

/** One choice of labelled samples. */
export interface LabelDraw {
  readonly budget: LabelBudget;
  readonly seed: number;
  /** Rows of the labelled pool, ascending. */
  readonly rows: Int32Array;
}

/** Every budget with every seed. Smaller budgets lie within larger ones of the same seed. */
export function labelDraws(
  { trainLabels, classNames }: { readonly trainLabels: Int32Array; readonly classNames: readonly string[] },
  budgets: readonly LabelBudget[],
  seeds: number,
): LabelDraw[] {
  return budgets.flatMap((budget) =>
    Array.from({ length: seeds }, (_, seed) => ({
      budget,
      seed,
      rows: labelledSubset(trainLabels, budget, seed, classNames),
    })),
  );
}

/** Draws that differ: with all labels there is only one. For arms that a seed changes in no other way. */
export function distinctDraws(draws: readonly LabelDraw[], available: number): LabelDraw[] {
  return draws.filter(({ rows, seed }) => seed === 0 || rows.length < available);
}

/** All rows that any draw needs, ascending, and where each draw's rows are among them. */
export function rowsOfDraws(draws: readonly LabelDraw[]): { union: Int32Array; within: Int32Array[] } {
  const union = Int32Array.from(new Set(draws.flatMap(({ rows }) => [...rows]))).sort();
  const place = new Map(Array.from(union, (row, i) => [row, i]));
  return { union, within: draws.map(({ rows }) => rows.map((row) => place.get(row)!)) };
}
