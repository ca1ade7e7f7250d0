import type { Engine } from "../engine/index.js";
import { ConfigError } from "../errors.js";
import { EMBEDDING, PROJECTION } from "../steps/index.js";
import type { TrainedEncoder } from "../trained/index.js";
import { allProbes, type EvaluateOptions } from "./evaluate-options.js";
import type { Probe } from "./evaluation.js";
import type { EvaluationData } from "./evaluation-data.js";
import { type LabelBudget, labelBudgets } from "./label-budget.js";
import { distinctDraws, type LabelDraw, labelDraws } from "./label-draws.js";

/** Labels of each class that are tried when no budget is asked for, before all of them. */
const usualPerClass = [10, 100];

/** What the stages of one evaluation share. */
export interface Setting {
  readonly options: EvaluateOptions;
  readonly engine: Engine;
  readonly pretrained: TrainedEncoder;
  readonly data: EvaluationData;
  readonly draws: readonly LabelDraw[];
  readonly probes: readonly Probe[];
  readonly layers: readonly string[];
}

/** Settles layers, probes, budgets and seeds. @throws ConfigError, DataError for what cannot be done. */
export function settle(
  options: EvaluateOptions,
  engine: Engine,
  pretrained: TrainedEncoder,
  data: EvaluationData,
): Setting {
  const { seeds = 3, probes = allProbes } = options;
  if (!(Number.isInteger(seeds) && seeds > 0)) {
    throw new ConfigError(`\`seeds\` takes a whole number above 0, but got ${seeds}.`);
  }
  const layers = options.layers ?? [EMBEDDING, ...pretrained.layers.filter((layer) => layer === PROJECTION)];
  const strange = layers.find((layer) => !pretrained.layers.includes(layer));
  if (strange !== undefined) {
    throw new ConfigError(`There is no layer ${strange}; this encoder has ${pretrained.layers.join(", ")}.`, {
      strange,
    });
  }
  const draws = labelDraws(data, settleBudgets(options.budgets, data), seeds);
  return { options, engine, pretrained, data, draws, probes, layers };
}

function settleBudgets(
  asked: readonly string[] | undefined,
  { trainLabels, classNames }: EvaluationData,
): LabelBudget[] {
  const present = new Set(trainLabels).size;
  if (asked !== undefined) return labelBudgets(asked, trainLabels.length, present);
  const sizes = new Int32Array(classNames.length);
  for (const label of trainLabels) sizes[label]!++;
  const smallest = Math.min(...sizes.filter((size) => size > 0));
  // As many labels in all where a small class cannot give its share; nothing where that is most of them.
  const usual = usualPerClass.flatMap((n) => {
    if (n <= smallest) return [`${n}/class`];
    return n * present <= trainLabels.length / 2 ? [String(n * present)] : [];
  });
  return labelBudgets([...usual, "all"], trainLabels.length, present);
}

/** A sentence a budget whose draws leave out classes that the labelled samples have. */
export function missedClasses({ draws, data }: Pick<Setting, "draws" | "data">): string[] {
  const classes = new Set(data.trainLabels).size;
  const least = new Map<LabelBudget, number>();
  for (const { budget, rows } of draws) {
    const drawn = new Set(Array.from(rows, (row) => data.trainLabels[row])).size;
    least.set(budget, Math.min(drawn, least.get(budget) ?? classes));
  }
  return [...least].flatMap(([{ name, labels }, drawn]) =>
    drawn === classes
      ? []
      : [
          `The label budget ${name} draws ${labels} label${labels === 1 ? "" : "s"}, in which as few as ${drawn} of the ${classes} classes occur: samples of the others cannot be told.`,
        ],
  );
}

/** Layers that have an untrained counterpart: the projector is the method's own. */
export const untrainedLayers = ({ layers }: Pick<Setting, "layers">) =>
  layers.filter((layer) => layer !== PROJECTION);

/** Measurements to come. */
export function countRows(setting: Setting): number {
  const { draws, data, probes, layers } = setting;
  const frozen = probes.filter((probe) => probe !== "fine-tune").length;
  const distinct = distinctDraws(draws, data.train.length).length;
  const untrained = untrainedLayers(setting).length;
  const endToEnd = probes.includes("fine-tune") ? 2 * draws.length : 0;
  return frozen * (distinct * (layers.length + 1) + draws.length * untrained) + endToEnd;
}
