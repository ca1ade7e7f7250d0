import type { StateEntry } from "../engine/index.js";
import { DivergenceError } from "../errors.js";
import type { RunConfig } from "../setup/index.js";
import type { StepEvent } from "./events.js";

/**
 * Stops a run whose loss or metrics are no longer numbers.
 * @param saved step of the newest checkpoint
 * @throws DivergenceError with the step, the loss and likely causes
 */
export function refuseDivergence(event: StepEvent, config: RunConfig, saved: number): void {
  const { step, loss, learningRate, metrics } = event;
  if (Number.isFinite(loss) && Object.values(metrics).every(Number.isFinite)) return;
  const spoiled = Object.entries(metrics).find(([, value]) => !Number.isFinite(value));
  const also = Number.isFinite(loss) && spoiled !== undefined ? ` and ${spoiled[0]} ${spoiled[1]}` : "";
  throw diverged(
    `Step ${step} gave the loss ${loss}${also}.`,
    { step, loss, metrics },
    learningRate,
    config,
    saved,
  );
}

/**
 * Stops before weights that are no longer numbers reach a checkpoint: the loss of a step is that of the weights before
 * it, so that the step that spoils them can look healthy.
 * @throws DivergenceError with the step, the loss and likely causes
 */
export function refuseSpoiledState(
  state: readonly StateEntry[],
  event: StepEvent,
  config: RunConfig,
  saved: number,
): void {
  const spoiled = state.find(({ dtype, data }) => dtype === "float32" && !allFinite(data as Float32Array));
  if (spoiled === undefined) return;
  const { step, loss, learningRate } = event;
  throw diverged(
    `Step ${step} (loss ${loss}) left values in ${spoiled.name} that are not finite.`,
    { step, loss, name: spoiled.name },
    learningRate,
    config,
    saved,
  );
}

function diverged(
  what: string,
  facts: Readonly<Record<string, unknown>>,
  learningRate: number,
  config: RunConfig,
  saved: number,
): DivergenceError {
  const causes = [
    `a learning rate too high (now ${learningRate.toPrecision(3)}; try a tenth, or a longer warm-up)`,
    ...(config.gradientClip === null ? ["gradients that are not clipped (try `gradientClip: 1`)"] : []),
    ...("temperature" in config.method.options ? ["a temperature too low"] : []),
    "samples that are all of one colour",
  ];
  return new DivergenceError(
    `${what} Likely causes: ${causes.join("; ")}. The checkpoint of step ${saved} is kept.`,
    { ...facts, saved },
  );
}

function allFinite(values: Float32Array): boolean {
  // x - x is 0 for every number, and NaN for NaN and infinities.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! - values[i]!;
  return sum === 0;
}
