import type { Measured, PlannedArm } from "./plan.js";

/**
 * Seconds that runs will train for, from what was measured: compiling, n steps, and the phases before step 0 and then
 * every so many. Runs whose step could not be measured count for nothing; what a stopped run has done is not taken off.
 *
 * @param planned the arm of each run to come
 */
export function trainingToCome(planned: readonly Pick<PlannedArm, "measured" | "steps">[]): number {
  return planned.reduce(
    (sum, { measured, steps }) =>
      sum + (measured === null || steps === null ? 0 : runSeconds(measured, steps)),
    0,
  );
}

function runSeconds(measured: Measured, steps: number): number {
  const { compileSeconds, stepSeconds, firstPhaseSeconds, phaseSeconds, phaseEvery } = measured;
  const later = phaseEvery === null ? 0 : Math.ceil(steps / phaseEvery) - 1;
  return compileSeconds + steps * stepSeconds + firstPhaseSeconds + later * phaseSeconds;
}
