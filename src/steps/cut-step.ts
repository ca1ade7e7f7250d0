import { type Program, programValues, topologicalOrder } from "../graph/index.js";
import { Scope, type Variables } from "../nn/index.js";
import { coupledError, type RunParts, refuseCoupled } from "../setup/index.js";
import { add, full, mul, type Tensor } from "../tensor/index.js";
import { applyGradients } from "./apply-gradients.js";
import { monitorProgram } from "./monitor-program.js";
import type { StepProgram } from "./step-program.js";
import { metricOutputs, ofGroup, type TracedGradients, traceGradients } from "./trace-gradients.js";

/** A traced training step, cut at the gradients into two programs that share state. */
export interface CutStep extends Pick<StepProgram, "monitor" | "variables"> {
  /** Reads one batch and adds its part of the gradients to the sums. */
  readonly gradients: Program;
  /** Reads the sums: clips, moves parameters, moments and teachers, and puts the sums back to zero. */
  readonly apply: Program;
  /** The sums of gradients: state of a step under way, all zero between steps, so that checkpoints leave them out. */
  readonly sums: Variables;
}

/** Where the sums live in the engine's store. */
const SUMS = "gradient";

/**
 * Traces a step that takes `accumulate` batches one after the other, to the same end as one batch of all their samples.
 *
 * What would see that they are several is refused: statistics of a batch and state that follows batches are those of the
 * small ones. Teachers, moments and schedules go by steps, as ever.
 * @throws ConfigError where the method, its encoder or the decoder couples the samples of a batch
 */
export function cutStep(parts: RunParts): CutStep {
  const { accumulate } = parts.config;
  refuseCoupled(parts, accumulate);
  const traced = traceGradients(parts);
  const place = Scope.root().child(SUMS);
  const share = 1 / accumulate;
  const added = new Map<string, Tensor>();
  const cleared = new Map<string, Tensor>();
  const groups = traced.groups.map(({ name, parameters, gradients }) => ({
    name,
    parameters,
    gradients: parameters.map(({ name: own, shape }, i) => {
      const sum = place.state(own, shape);
      const gradient = gradients[i] as Tensor;
      added.set(`${SUMS}/${own}`, add(sum, share === 1 ? gradient : mul(gradient, share)));
      cleared.set(`${SUMS}/${own}`, full(shape, 0));
      return sum;
    }),
  }));
  const { norms, updates } = applyGradients(parts, traced.root, traced.schedules, groups);
  const losses = traced.groups.map(({ name, loss }) => [ofGroup("loss", name), loss] as const);
  const cut: CutStep = {
    gradients: {
      outputs: new Map([...losses, ...metricOutputs(traced.metrics)]),
      updates: new Map([...added, ...traced.assigned]),
    },
    apply: { outputs: new Map(norms), updates: new Map([...updates, ...cleared]) },
    monitor: monitorProgram(parts, traced),
    variables: traced.root.variables,
    sums: place.variables,
  };
  if (accumulate > 1) refuseCoupledTrace(cut.gradients, traced, accumulate);
  return cut;
}

/** What declarations cannot know: whether the decoder of these pictures normalises over the batch. */
function refuseCoupledTrace(program: Program, { assigned }: TracedGradients, accumulate: number): void {
  const norm = topologicalOrder(programValues(program)).find(({ op }) => op === "batchNorm");
  const [state] = assigned.keys();
  const place = norm?.path ?? state;
  if (place === undefined) return;
  throw coupledError(accumulate, {
    reason: norm === undefined ? `${place} follows every batch` : `${place} normalises over the batch`,
    instead: "use an encoder whose decoder does not either, such as vit, or another method",
  });
}
