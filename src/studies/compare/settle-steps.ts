import { isDeepStrictEqual } from "node:util";
import type { Arm } from "./arms.js";
import { fullViews, readBudget, stepsWithin } from "./budget.js";
import type { CompareEvent } from "./compare-event.js";
import { measureBeside, measureStep } from "./measure-step.js";
import { writePlan } from "./plan.js";
import type { Prepared } from "./prepare-comparison.js";
import { referenceMethod } from "./step-cost.js";

/**
 * Measures a step of an arm and writes into the plan how many the budget pays for. Always the first seed's, so that it
 * does not matter where a comparison was stopped.
 */
export async function settleSteps(
  arm: Arm,
  { config, plan, planned, runOptions }: Prepared,
  out: string,
): Promise<Extract<CompareEvent, { type: "measured" }>> {
  const { settings, reference } = plan();
  const budget = readBudget(settings.budget);
  const own = runOptions(arm, 0);
  const measured = isReference(arm, config.augment)
    ? reference
    : budget.kind === "time"
      ? await measureBeside(runOptions({ method: referenceMethod() }, 0), reference, own)
      : await measureStep(own); // decides nothing
  const steps = stepsWithin(budget, measured, fullViews(referenceMethod().views, config));
  Object.assign(planned(arm.name), { measured, steps });
  await writePlan(out, plan());
  const { stepSeconds, phaseSeconds } = measured;
  return { type: "measured", name: arm.name, stepSeconds, phaseSeconds, steps };
}

/** Measured already, and measured once: its cost is 1. */
function isReference({ method, augment }: Arm, usual: Arm["augment"]): boolean {
  const { name, options } = referenceMethod();
  return isDeepStrictEqual(
    { name, options, augment: usual },
    { name: method.name, options: method.options, augment: augment ?? usual },
  );
}
