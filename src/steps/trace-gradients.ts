import { ConfigError } from "../errors.js";
import { gradient } from "../grad/index.js";
import { kindOf } from "../kinds/index.js";
import { mutualInformationBound } from "../losses/index.js";
import type { StepResult } from "../methods/index.js";
import { Scope, type Variable } from "../nn/index.js";
import { randomKey } from "../random/index.js";
import { feedsLabels, positivesOf, type RunParts } from "../setup/index.js";
import { input, scalar, type Tensor } from "../tensor/index.js";
import { modelContext } from "./model.js";
import { nameSmallCrop } from "./name-small-crop.js";
import { drawPairedViews } from "./paired-views.js";

/** Inputs that change from step to step and are not data. */
export const SCHEDULES = ["learningRate", "stepNumber", "progress", "teacherMomentum"] as const;
export type Schedules = Readonly<Record<(typeof SCHEDULES)[number], Tensor>>;

/** A group of parameters that are trained together. */
export interface TrainedGroup {
  readonly name: string;
  readonly parameters: readonly Variable[];
  readonly loss: Tensor;
  /** One for each parameter, in their order. */
  readonly gradients: readonly Tensor[];
}

/** The first part of a step: what is made of a batch, up to the gradients. */
export interface TracedGradients {
  readonly root: Scope;
  readonly schedules: Schedules;
  readonly result: StepResult;
  readonly groups: readonly TrainedGroup[];
  readonly metrics: ReadonlyMap<string, Tensor>;
  /** State that the batch itself moves, by name: running statistics, queues, centres. */
  readonly assigned: ReadonlyMap<string, Tensor>;
}

/** What an output of a group is called: `loss` of the main one, `loss/critic` of another. */
export const ofGroup = (what: string, group: string) => (group === "main" ? what : `${what}/${group}`);

/** Metrics as outputs. */
export const metricOutputs = (metrics: TracedGradients["metrics"]) =>
  [...metrics].map(([name, value]) => [`metric/${name}`, value] as const);

/** Traces augmentation, forward pass, losses and gradients. */
export function traceGradients(parts: RunParts): TracedGradients {
  const root = Scope.root();
  const schedules = Object.fromEntries(
    SCHEDULES.map((name) => [name, input(name, [], "float32", "schedule")]),
  ) as unknown as Schedules;
  const { variables } = root;
  const { result, assigned } = variables.assigning(() => forwardNamed(parts, root, schedules.progress));
  return {
    root,
    schedules,
    result,
    groups: trainedGroups(parts, result, root),
    metrics: new Map(Object.entries({ ...result.metrics, ...informationMetrics(result) })),
    assigned,
  };
}

function trainedGroups({ method }: RunParts, { loss }: StepResult, { variables }: Scope): TrainedGroup[] {
  const losses: Readonly<Record<string, Tensor>> = "shape" in loss ? { main: loss as Tensor } : loss;
  const idle = variables.parameters().find(({ group }) => losses[group] === undefined);
  if (idle !== undefined) {
    throw new ConfigError(
      `The method ${method.name} gives no loss for the parameter group ${idle.group}, so ${idle.name} would never be trained: return a loss of that name.`,
    );
  }
  return Object.entries(losses).map(([name, own]) => {
    const parameters = variables.parameters(name);
    if (parameters.length === 0) {
      throw new ConfigError(
        `The method ${method.name} gives a loss for the parameter group ${name}, in which there are no parameters, so it would train nothing: make some in \`scope.inGroup("${name}")\`, or leave the loss out.`,
        { group: name },
      );
    }
    const tensors = parameters.map(({ tensor }) => tensor);
    return { name, parameters, loss: own, gradients: gradient(own, tensors) };
  });
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
