import { ConfigError } from "../errors.js";
import { gradient } from "../grad/index.js";
import type { Program } from "../graph/index.js";
import { kindOf } from "../kinds/index.js";
import { mutualInformationBound } from "../losses/index.js";
import type { StepResult } from "../methods/index.js";
import { Scope, type Variables } from "../nn/index.js";
import { applyUpdates, clipByGlobalNorm } from "../optim/index.js";
import { randomKey } from "../random/index.js";
import type { RunParts } from "../setup/index.js";
import { feedsLabels, positivesOf } from "../setup/index.js";
import { add, input, mul, scalar, sub, type Tensor } from "../tensor/index.js";
import { HEAD, modelContext } from "./model.js";
import { nameSmallCrop } from "./name-small-crop.js";
import { drawPairedViews } from "./paired-views.js";

/** A traced training step. */
export interface StepProgram {
  readonly train: Program;
  /** Embeddings of the step's views, without gradients: for the monitors. */
  readonly monitor: Program;
  readonly variables: Variables;
}

/** Inputs that change from step to step and are not data. */
export const SCHEDULES = ["learningRate", "stepNumber", "progress", "teacherMomentum"] as const;

/** Traces augmentation, forward pass, loss, gradients, optimiser and averages into one program. */
export function stepProgram(parts: RunParts): StepProgram {
  const root = Scope.root();
  const schedule = Object.fromEntries(
    SCHEDULES.map((name) => [name, input(name, [], "float32", "schedule")]),
  ) as Record<(typeof SCHEDULES)[number], Tensor>;
  const result = forwardNamed(parts, root, schedule.progress);
  const { variables } = root;
  const losses =
    "shape" in result.loss
      ? { main: result.loss as Tensor }
      : (result.loss as Readonly<Record<string, Tensor>>);
  const idle = variables.parameters().find(({ group }) => losses[group as keyof typeof losses] === undefined);
  if (idle !== undefined) {
    throw new ConfigError(
      `The method ${parts.method.name} gives no loss for the parameter group ${idle.group}, so ${idle.name} would never be trained: return a loss of that name.`,
    );
  }
  const updates = new Map<string, Tensor>();
  const outputs = new Map<string, Tensor>();
  for (const [group, loss] of Object.entries(losses)) {
    const name = group === "main" ? "" : `/${group}`;
    const parameters = variables.parameters(group);
    if (parameters.length === 0) {
      throw new ConfigError(
        `The method ${parts.method.name} gives a loss for the parameter group ${group}, in which there are no parameters, so it would train nothing: make some in \`scope.inGroup("${group}")\`, or leave the loss out.`,
        { group },
      );
    }
    const gradients = gradient(
      loss,
      parameters.map(({ tensor }) => tensor),
    );
    const clipped = clipByGlobalNorm(gradients, parts.config.gradientClip ?? Number.POSITIVE_INFINITY);
    const factor = parts.method.groups[group]?.learningRate ?? 1;
    const learningRate = factor === 1 ? schedule.learningRate : mul(schedule.learningRate, factor);
    const hyper = { learningRate, step: schedule.stepNumber, progress: schedule.progress };
    for (const [key, value] of applyUpdates(
      root.child("optimizer"),
      parts.groups?.get(group) ?? parts.optimizer,
      parameters,
      clipped.gradients,
      hyper,
    ))
      updates.set(key, value);
    outputs.set(`loss${name}`, loss);
    outputs.set(`gradientNorm${name}`, clipped.norm);
  }
  for (const [name, value] of Object.entries({ ...result.metrics, ...informationMetrics(result) }))
    outputs.set(`metric/${name}`, value);
  for (const [name, value] of teacherUpdates(variables, updates, schedule.teacherMomentum))
    updates.set(name, value);
  for (const [name, value] of variables.assigned()) updates.set(name, value);
  // After the updates were read: what the head assigns here, such as running statistics, is no part of the step.
  const head = parts.method.project?.(root.child(HEAD), result.embedding);
  return { train: { outputs, updates }, monitor: monitorProgram(result, head), variables };
}

function forwardNamed(parts: RunParts, root: Scope, progress: Tensor): StepResult {
  try {
    return forward(parts, root, progress);
  } catch (error) {
    throw nameSmallCrop(error, parts);
  }
}

function forward({ config, encoder, method, samples }: RunParts, root: Scope, progress: Tensor): StepResult {
  const { batchSize } = config;
  const views = kindOf(config.data).views(config, method.views);
  const drawn = drawPairedViews(
    (side) => views.draw(batchSize, side, randomKey("views")),
    positivesOf(config).kind !== "augmentation",
    method.views,
  );
  const labels = feedsLabels(config, method) ? input("labels", [batchSize], "int32") : undefined;
  const index = method.indexed ? { index: input("index", [batchSize], "int32") } : {};
  return method.step({
    ...modelContext(root, encoder, config),
    views: drawn,
    progress,
    samples,
    ...(labels !== undefined && method.labels ? { labels, classes: config.classes } : {}),
    ...(labels !== undefined && positivesOf(config).kind === "class" && method.pushesApart
      ? { classOf: labels }
      : {}),
    ...index,
  });
}

/**
 * What an InfoNCE says of mutual information, in nats: a lower bound, and the most that the bound can be, ln m. It is read
 * off the batches that are trained on, so it flatters; below 0 it says nothing.
 */
function informationMetrics({ infoNce }: StepResult): Record<string, Tensor> {
  if (infoNce === undefined) return {};
  const { loss, candidates } = infoNce;
  return {
    mutualInformationBound: mutualInformationBound(loss, candidates),
    mutualInformationLimit: mutualInformationBound(scalar(0), candidates),
  };
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

function monitorProgram({ embedding, pairs }: StepResult, head: Tensor | undefined): Program {
  const outputs = new Map<string, Tensor>([["embedding", embedding]]);
  if (head !== undefined) outputs.set("head", head);
  if (pairs !== undefined) {
    outputs.set("first", pairs[0]);
    outputs.set("second", pairs[1]);
  }
  return { outputs, updates: new Map() };
}
