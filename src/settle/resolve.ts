import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { type DataSource, uselessLabels } from "../data/index.js";
import { ConfigError, DataError } from "../errors.js";
import { type DataConfig, findKind, type OpenSamples } from "../kinds/index.js";
import type { Method } from "../methods/index.js";
import { readRunConfig } from "../runs/index.js";
import { withPair } from "../samples/index.js";
import {
  mostThreadsAnywhere,
  type RunConfig,
  readsLabels,
  refuseCoupled,
  runConfig,
} from "../setup/index.js";
import { settleLearningRate } from "./learning-rate.js";
import { placesOf } from "./places.js";
import type { PretrainOptions } from "./pretrain-options.js";
import { refuseUnmadePart } from "./refuse-unmade-part.js";
import { settlePositives } from "./settle-positives.js";

/** Online kNN needs this many held-out samples to say anything. */
const smallestHoldout = 400;
/** A mean loss is steady of fewer: each has many tokens. */
const smallestJudged = 20;

/** Settles every option: what was said, then the method's recipe, then what the data suggest. */
export async function resolveRun(
  options: PretrainOptions,
  { onDecodeCost }: Pick<OpenSamples, "onDecodeCost"> = {},
): Promise<{ config: RunConfig; source: DataSource }> {
  const kind = await findKind(options);
  const { method = kind.usual.method(), encoder = kind.usual.encoder() } = options;
  refuseUnmadePart("method", method);
  refuseUnmadePart("encoder", encoder);
  const accumulate = settleAccumulate(options.accumulate);
  refuseCoupled({ method, encoder: method.encoder(encoder) }, accumulate);
  const positives = settlePositives(options, method);
  const begun = await dataOf(options.from);
  const settled = await kind.settle(
    {
      ...{ ...options, onProgress: options.onDecode, onDecodeCost, augment: options.augment },
      like: begun?.kind === kind.name ? begun : undefined,
    },
    method,
  );
  const read = await withPair(settled.source, { positives }, settled.openPair);
  const { holdout, warning } = await settleHoldout(options, read, method);
  const most = method.mostSamples ?? null;
  const available = Math.min(read.length - holdout, most ?? Number.POSITIVE_INFINITY);
  if (available < 2) {
    throw new DataError(
      `${options.data} has ${read.length} sample${read.length === 1 ? "" : "s"}${holdout > 0 ? `, of which ${holdout} are held out` : ""}; training needs at least 2. Give more data${holdout > 0 ? " or a smaller `holdout`" : options.limit !== undefined ? " or a larger `limit`" : ""}.`,
      { samples: read.length, holdout },
    );
  }
  const batchSize = Math.min(
    options.batchSize ?? method.recipe.batchSize,
    largestBatch(options, available, accumulate),
  );
  const { learningRate, note } = settleLearningRate(options, method, encoder, accumulate * batchSize);
  const source = {
    ...read,
    notes: [...read.notes, ...(note === null ? [] : [note])],
    warnings: [
      ...(read.warnings ?? []),
      ...(await kind.warnings(read)),
      ...(warning === null ? [] : [warning]),
    ],
  };
  const stepsPerEpoch = Math.floor(available / (accumulate * batchSize));
  if (stepsPerEpoch < 1) {
    throw new DataError(
      `${options.data} has ${available} samples to train on, fewer than one ${accumulate === 1 ? "batch" : `step of ${accumulate} batches`} of ${batchSize}. Use \`batchSize: ${Math.max(2, Math.floor(available / accumulate))}\` or fewer${accumulate === 1 ? "" : ", or less `accumulate`"}.`,
    );
  }
  const steps =
    options.steps ?? Math.max(1, Math.round((options.epochs ?? method.recipe.epochs) * stepsPerEpoch));
  const weightDecay = options.weightDecay ?? method.recipe.weightDecay;
  const config: RunConfig = {
    data: await settled.keep(source, { holdout, most }),
    places: placesOf(options),
    method: { name: method.name, options: method.options },
    encoder: { name: encoder.name, options: encoder.options },
    augment: (options.augment ?? settled.augment).map(({ name, options: own = {} }) => ({
      name,
      options: { ...own },
    })),
    positives,
    optimizer: {
      name: options.optimizer ?? method.recipe.optimizer,
      options: { weightDecay, ...usualOptions(options, method), ...options.optimizerOptions },
    },
    learningRate,
    schedule: options.schedule ?? method.recipe.schedule,
    warmupSteps: Math.min(
      Math.round((options.warmupEpochs ?? method.recipe.warmupEpochs) * stepsPerEpoch),
      Math.floor(steps / 2),
    ),
    gradientClip: options.gradientClip ?? null,
    batchSize,
    accumulate,
    steps,
    seed: options.seed ?? 0,
    threads: settleThreads(options.threads),
    classes: readsLabels({ positives }, method) ? ((await source.labels())?.classNames.length ?? 0) : 0,
    from: options.from === undefined ? null : resolve(options.from),
  };
  const checked = runConfig.safeParse(config);
  if (!checked.success) {
    const issues = checked.error.issues
      .map((issue) => `${issue.path.join(".")}: ${issue.message}`)
      .join("; ");
    throw new ConfigError(`The configuration cannot be used: ${issues}.`, { issues: checked.error.issues });
  }
  return { config: checked.data, source };
}

/** Many more threads than cores only take memory and time. */
export const mostThreads: number = Math.min(Math.max(16, 4 * availableParallelism()), mostThreadsAnywhere);

function settleAccumulate(asked = 1): number {
  if (Number.isSafeInteger(asked) && asked >= 1) return asked;
  throw new ConfigError(
    `\`accumulate\` takes a whole number of batches from 1, but got ${asked}. Leave it out to take a step of every batch.`,
    { accumulate: asked },
  );
}

function settleThreads(asked: number | undefined): number {
  const cores = availableParallelism();
  if (asked === undefined) return cores;
  if (asked <= mostThreads) return asked;
  throw new ConfigError(
    `\`threads\` takes at most ${mostThreads} on this machine of ${cores} cores, but got ${asked}. Leave it out to use every core.`,
    { threads: asked },
  );
}

/** What the run keeps of its data that another starts from; undefined for a checkpoint alone, or what cannot be read: told later. */
async function dataOf(from: string | undefined): Promise<DataConfig | undefined> {
  if (from === undefined || from.endsWith(".safetensors")) return undefined;
  return (await readRunConfig(from).catch(() => undefined))?.data;
}

/** The recipe's options of the optimiser, which belong to the recipe's optimiser. */
function usualOptions({ optimizer }: PretrainOptions, { recipe }: Method) {
  return optimizer === undefined || optimizer === recipe.optimizer ? recipe.optimizerOptions : {};
}

/** What was said; else a twentieth where something can be measured of it: with labels that tell something, or as a loss. */
async function settleHoldout(
  options: PretrainOptions,
  source: DataSource,
  { name, surprise }: Pick<Method, "name" | "surprise">,
): Promise<{ holdout: number; warning: string | null }> {
  if (options.holdout !== undefined) {
    if (options.holdout > 0 && !source.hasLabels && source.partner === undefined && surprise === undefined) {
      throw new ConfigError(
        `A holdout for the online kNN needs labels, and the data have none; nor has ${name} a loss of samples that are held out. Give some with \`labels\`, or \`holdout: 0\`.`,
      );
    }
    return { holdout: options.holdout, warning: null };
  }
  const suggested = Math.min(2000, Math.floor(source.length / 20));
  if (!source.hasLabels) {
    const judged = surprise !== undefined && suggested >= smallestJudged;
    return { holdout: judged ? suggested : 0, warning: null };
  }
  if (suggested < smallestHoldout) return { holdout: 0, warning: null };
  // Labels that cannot be read are refused later, with the way out.
  const labels = await source.labels().catch(() => null);
  const reason = labels === null ? null : uselessLabels(labels, source.name);
  if (reason === null) return { holdout: suggested, warning: null };
  return {
    holdout: 0,
    warning: `No online kNN watches this run, since ${reason}. Labels of classes with several samples would let it.`,
  };
}

/** A batch that was asked for is taken as it is; a recipe's batch shrinks to fit small data. */
function largestBatch(options: PretrainOptions, available: number, accumulate: number): number {
  return options.batchSize === undefined
    ? Math.max(2, Math.floor(available / 4 / accumulate))
    : Number.POSITIVE_INFINITY;
}
