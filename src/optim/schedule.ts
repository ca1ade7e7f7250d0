/** What the learning rate does over a run. Schedules are numbers on the host; the step takes them as inputs. */
export interface LearningRateSchedule {
  readonly schedule: "cosine" | "step" | "constant";
  /** The rate after warm-up. */
  readonly base: number;
  /** Steps of linear rise: step t of w runs at (t + 1) / w of the base, so the first learns too. Default 0. */
  readonly warmupSteps?: number;
  readonly totalSteps: number;
  /** Where the cosine ends, relative to the base. Default 0. */
  readonly end?: number;
  /** For "step": when the rate drops, as fractions of the run. Default 0.6 and 0.8. */
  readonly milestones?: readonly number[];
  /** For "step": what remains at each drop. Default 0.1. */
  readonly factor?: number;
}

/**
 * Half a cosine wave from `start` at step 0 to `end` after `totalSteps` steps (Loshchilov & Hutter, 2017, without
 * restarts), and `end` from then on. Convention: divided by `totalSteps`, as in the tables of DINO's code, so that the
 * last step, `totalSteps - 1`, is just short of `end` and still learns where that is 0; a single step runs at `start`.
 * (lightly divides by `totalSteps - 1`: its last step runs at `end`.)
 */
export function cosineAt(
  { start, end, totalSteps }: { readonly start: number; readonly end: number; readonly totalSteps: number },
  step: number,
): number {
  if (step >= totalSteps) return end;
  return end + ((start - end) * (1 + Math.cos((Math.PI * step) / totalSteps))) / 2;
}

/** The learning rate of a step, counted from 0. The first step after warm-up runs at the base rate. */
export function learningRateAt(
  {
    schedule,
    base,
    warmupSteps = 0,
    totalSteps,
    end = 0,
    milestones = [0.6, 0.8],
    factor = 0.1,
  }: LearningRateSchedule,
  step: number,
): number {
  if (step < warmupSteps) return (base * (step + 1)) / warmupSteps;
  if (schedule === "constant") return base;
  if (schedule === "step") {
    return base * factor ** milestones.filter((milestone) => step >= milestone * totalSteps).length;
  }
  return base * cosineAt({ start: 1, end, totalSteps: totalSteps - warmupSteps }, step - warmupSteps);
}

/** Momentum of a mean teacher at a step counted from 0: a cosine from `start` to `end` (Grill et al., 2020). */
export function emaMomentumAt(
  momentum: { readonly start: number; readonly end: number; readonly totalSteps: number },
  step: number,
): number {
  return cosineAt(momentum, step);
}
