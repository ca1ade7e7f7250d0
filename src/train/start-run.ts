import { type LoaderPosition, labelWarnings } from "../data/index.js";
import { type Lock, refuseUnwritable } from "../formats/index.js";
import type { Method } from "../methods/index.js";
import {
  claimFolder,
  createRunFolder,
  type RunFolder,
  readRunConfig,
  refuseNonEmpty,
  runHome,
} from "../runs/index.js";
import { keepSeen, keepSeenBefore } from "../samples/index.js";
import type { PretrainOptions } from "../settle/index.js";
import { resolveRun } from "../settle/index.js";
import type { RunConfig } from "../setup/index.js";
import { readsLabels, seesPlain } from "../setup/index.js";
import { prepareTraining, type Training } from "./training.js";

/** A run that is ready for its next step. */
export interface Start {
  readonly folder: RunFolder;
  /** Held until the run ends. */
  readonly lock: Lock;
  readonly training: Training;
  readonly config: RunConfig;
  /** Steps that are done. */
  readonly step: number;
  readonly position: LoaderPosition;
  readonly warnings: readonly string[];
}

/** Where a run stands that has done no step. */
export const beginning = { epoch: 0, batchInEpoch: 0 } as const;

/** Settles everything and compiles; the run folder is made last, when nothing is left that could be refused. */
export async function newRun(options: PretrainOptions): Promise<Start> {
  if (options.out !== undefined) await refuseNonEmpty(options.out, { resume: true });
  await refuseUnwritable(options.out ?? "runs");
  const { config, source } = await resolveRun(options);
  const training = await prepareTraining(config, source, undefined, undefined, options);
  let lock: Lock | undefined;
  try {
    options.signal?.throwIfAborted();
    const claimed = await claimFolder(options.out, config);
    lock = claimed.lock;
    const folder = await createRunFolder(claimed.path, config);
    await keepSeen(folder.path, seenOf(source, training));
    if (config.from !== null) await keepParentsSeen(folder.path, config.from);
    const labels = readsLabels(config, training.parts.method) ? await source.labels() : null;
    const warnings = [
      ...(source.warnings ?? []),
      ...(labels === null ? [] : labelWarnings(labels, source.name)),
      ...idleAugmentation(options, training.parts.method),
    ];
    return { folder, lock, training, config, step: 0, position: beginning, warnings };
  } catch (error) {
    await lock?.release();
    await training.dispose();
    throw error;
  }
}

/** What to keep of a run's samples. */
export function seenOf(source: Training["samples"]["source"], { samples, parts }: Training) {
  return { source, training: samples.training, parts };
}

/** The guard must know what the weights that a run starts from have seen. */
export async function keepParentsSeen(run: string, from: string): Promise<void> {
  const parent = runHome(from);
  const config = await readRunConfig(parent).catch(() => null);
  if (config !== null) await keepSeenBefore(run, parent, config.from);
}

/** A sentence where augmentations were asked for that the method makes no use of. */
function idleAugmentation({ augment }: PretrainOptions, method: Method): string[] {
  if (augment === undefined || augment.length === 0 || !seesPlain(method)) return [];
  return [
    `The method ${method.name} sees pictures as they are: the augmentations that were given do nothing.`,
  ];
}
