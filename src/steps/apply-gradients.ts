import type { Scope, Variables } from "../nn/index.js";
import { applyUpdates, clipByGlobalNorm } from "../optim/index.js";
import type { RunParts } from "../setup/index.js";
import { add, mul, sub, type Tensor } from "../tensor/index.js";
import { ofGroup, type Schedules, type TrainedGroup } from "./trace-gradients.js";

/** The second part of a step: what is made of gradients. */
export interface AppliedGradients {
  /** Norms of the gradients before clipping, an output a group. */
  readonly norms: readonly (readonly [output: string, norm: Tensor])[];
  /** Next values of parameters, moments and teachers. */
  readonly updates: ReadonlyMap<string, Tensor>;
}

/** Traces clipping, optimisers and averages, from the gradients on, wherever these come from. */
export function applyGradients(
  parts: RunParts,
  root: Scope,
  schedules: Schedules,
  groups: readonly Omit<TrainedGroup, "loss">[],
): AppliedGradients {
  const { variables } = root;
  const norms: (readonly [string, Tensor])[] = [];
  const next = new Map<string, Tensor>();
  const { assigned: moments } = variables.assigning(() => {
    for (const { name, parameters, gradients } of groups) {
      const clipped = clipByGlobalNorm(gradients, parts.config.gradientClip ?? Number.POSITIVE_INFINITY);
      const factor = parts.method.groups[name]?.learningRate ?? 1;
      const learningRate = factor === 1 ? schedules.learningRate : mul(schedules.learningRate, factor);
      for (const [key, value] of applyUpdates(
        root.child("optimizer"),
        parts.groups?.get(name) ?? parts.optimizer,
        parameters,
        clipped.gradients,
        { learningRate, step: schedules.stepNumber, progress: schedules.progress },
      ))
        next.set(key, value);
      norms.push([ofGroup("gradientNorm", name), clipped.norm]);
    }
  });
  const teachers = teacherUpdates(variables, next, schedules.teacherMomentum);
  return { norms, updates: new Map([...next, ...teachers, ...moments]) };
}

/** Mean teachers: next = m * teacher + (1 - m) * student, with the student as the optimiser leaves it. */
function teacherUpdates(
  variables: Variables,
  updates: ReadonlyMap<string, Tensor>,
  momentum: Tensor,
): Map<string, Tensor> {
  const next = new Map<string, Tensor>();
  for (const { name, kind, source = "", tensor } of variables.all()) {
    if (kind !== "teacher") continue;
    const student = updates.get(source) ?? variables.get(source)?.tensor;
    if (student !== undefined) next.set(name, add(mul(tensor, momentum), mul(student, sub(1, momentum))));
  }
  return next;
}
