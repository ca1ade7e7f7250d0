import { viewSize } from "../../augment/index.js";
import { ConfigError } from "../../errors.js";
import { kindOf } from "../../kinds/index.js";
import type { ViewGroup } from "../../methods/index.js";
import type { RunConfig } from "../../setup/index.js";

/** What every method gets the same of: seconds of training, or pixels of views. */
export type Budget =
  | { readonly kind: "time"; readonly seconds: number }
  | { readonly kind: "views"; readonly epochs: number };

/**
 * Reads `90s`, `5m` (equal time) or `3epochs` (equal views).
 * @throws ConfigError for anything else
 */
export function readBudget(text: string): Budget {
  const [, number = "", unit = ""] =
    /^(\d+(?:\.\d+)?)\s*(s|seconds?|m|min|minutes?|epochs?)$/.exec(text.trim()) ?? [];
  const value = Number(number);
  if (number === "" || value === 0) {
    throw new ConfigError(
      `The budget ${JSON.stringify(text)} cannot be read; expected a time such as 90s or 5m, or passes such as 3epochs.`,
      { budget: text },
    );
  }
  if (unit.startsWith("e")) return { kind: "views", epochs: value };
  return { kind: "time", seconds: unit.startsWith("m") ? 60 * value : value };
}

/**
 * Pixels of a sample's views, in full views: a view at half the side is a quarter of one, or what the rounding of its
 * sides makes of it. Of samples that are no pictures every view is a full one.
 */
export function fullViews(views: readonly ViewGroup[], { data }: Pick<RunConfig, "data">): number {
  const [, height, width] = kindOf(data).facts(data).picture ?? [];
  if (height === undefined || width === undefined) return views.reduce((sum, { count }) => sum + count, 0);
  return views.reduce((sum, { count, scale }) => {
    const side = viewSize({ height, width }, scale);
    return sum + (count * side.height * side.width) / (height * width);
  }, 0);
}

/** What a step of a method takes, measured once on this machine. */
export interface StepFacts {
  /** Median of settled steps, in seconds, waiting for data included. */
  readonly stepSeconds: number;
  /** Pieces of the method's work on the host, in seconds, and the steps from one to the next; 0 and null without. */
  readonly firstPhaseSeconds: number;
  readonly phaseSeconds: number;
  readonly phaseEvery: number | null;
  readonly stepsPerEpoch: number;
  /** Full views a sample. */
  readonly views: number;
}

/**
 * Steps that a budget pays for, at least 1.
 *
 * - time: the most steps n with n · step + first phase + (⌈n / every⌉ - 1) · phase within it, since phases come before
 *   step 0 and then every so many.
 * - views: as many pixels of views as the reference sees in that many passes, so `2 / views` passes a pass for
 *   SimCLR's two full views.
 *
 * @param referenceViews full views a sample of the reference method
 */
export function stepsWithin(budget: Budget, facts: StepFacts, referenceViews: number): number {
  const { stepSeconds, firstPhaseSeconds, phaseSeconds, phaseEvery, stepsPerEpoch, views } = facts;
  if (budget.kind === "views")
    return Math.max(1, Math.round((budget.epochs * stepsPerEpoch * referenceViews) / views));
  if (phaseEvery === null) return Math.max(1, Math.floor(budget.seconds / stepSeconds));
  // Whole rounds of a phase and its steps, then a last round that may be cut short.
  const round = phaseSeconds + phaseEvery * stepSeconds;
  const seconds = budget.seconds - firstPhaseSeconds + phaseSeconds;
  const rounds = Math.max(0, Math.floor(seconds / round));
  const left = seconds - rounds * round - phaseSeconds;
  return Math.max(1, rounds * phaseEvery + Math.max(0, Math.floor(left / stepSeconds)));
}
