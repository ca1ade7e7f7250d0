import type { CompareOptions } from "./compare-options.js";
import { measureStep } from "./measure-step.js";
import type { Plan, PlannedArm } from "./plan.js";
import { type Settled, settleComparison } from "./settle-comparison.js";
import { referenceMethod } from "./step-cost.js";

/** A comparison that is settled, with a step of the reference measured. */
export interface Prepared extends Omit<Settled, "settings" | "machine" | "before" | "planned"> {
  /** The plan as it stands. */
  plan(): Plan;
  /** The planned arm of a name; what is measured is written into it. */
  planned(name: string): PlannedArm;
}

/**
 * Settles a comparison, and measures what costs are relative to where its folder does not have it yet.
 * @throws ConfigError, DataError for what cannot be done, or would not belong to what is there
 */
export async function prepareComparison(options: CompareOptions): Promise<Prepared> {
  const { settings, machine, before, planned, ...settled } = await settleComparison(options);
  try {
    const fresh =
      before === null
        ? {
            reference: await measureStep(settled.runOptions({ method: referenceMethod() }, 0)),
            machine,
            started: new Date().toISOString(),
          }
        : { reference: before.reference, machine: before.machine, started: before.started };
    return {
      ...settled,
      plan: () => ({ format: "unlabel-comparison-1", settings, ...fresh, arms: [...planned.values()] }),
      planned: (name) => planned.get(name)!,
    };
  } catch (error) {
    await settled.data.close();
    throw error;
  }
}
