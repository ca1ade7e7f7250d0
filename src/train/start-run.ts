import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { type LoaderPosition, labelWarnings } from "../data/index.js";
import { CheckpointError, DataError } from "../errors.js";
import { makeFolder, readJsonl, refuseUnwritable, removeAbandoned, truncateJsonl } from "../formats/index.js";
import type { Method } from "../methods/index.js";
import { readsLabels } from "./positives.js";
import type { PretrainOptions, ResumeOptions } from "./pretrain-options.js";
import { resolveRun } from "./resolve.js";
import { type Checkpoint, checkpointPaths, latestCheckpoint } from "./run/checkpoint.js";
import { refuseOtherMethod } from "./run/refuse-other-method.js";
import {
  createRunFolder,
  type RunFolder,
  readRunConfig,
  refuseNonEmpty,
  runFolder,
  runHome,
} from "./run/run-folder.js";
import { defaultRunPath } from "./run/run-name.js";
import { keepSeen, keepSeenBefore, refuseChangedData } from "./run/seen-samples.js";
import type { RunConfig } from "./run-config.js";
import { openRunData } from "./samples.js";
import { seesPlain } from "./sees-plain.js";
import { prepareTraining, type Training } from "./training.js";

/** A run that is ready for its next step. */
export interface Start {
  readonly folder: RunFolder;
  readonly training: Training;
  readonly config: RunConfig;
  /** Steps that are done. */
  readonly step: number;
  readonly position: LoaderPosition;
  readonly warnings: readonly string[];
}

const beginning = { epoch: 0, batchInEpoch: 0 } as const;

/** Settles everything and compiles; the run folder is made last, when nothing is left that could be refused. */
export async function newRun(options: PretrainOptions): Promise<Start> {
  if (options.out !== undefined) await refuseNonEmpty(options.out, { resume: true });
  await refuseUnwritable(options.out ?? "runs");
  const { config, source } = await resolveRun(options);
  const training = await prepareTraining(config, source, undefined, undefined, options);
  try {
    options.signal?.throwIfAborted();
    const folder = await createRunFolder(options.out ?? (await defaultRunPath(config)), config);
    await keepSeen(folder.path, training.samples.training);
    if (config.from !== null) await keepParentsSeen(folder.path, config.from);
    const labels = readsLabels(config, training.parts.method) ? await source.labels() : null;
    const warnings = [
      ...(source.warnings ?? []),
      ...(labels === null ? [] : labelWarnings(labels, source.name)),
      ...idleAugmentation(options, training.parts.method),
    ];
    return { folder, training, config, step: 0, position: beginning, warnings };
  } catch (error) {
    await training.dispose();
    throw error;
  }
}

/**
 * Goes on where the newest checkpoint that can be read stands; at the beginning when the run stopped before its first.
 * @throws CheckpointError when the checkpoints are damaged, gone or of another run
 * @throws DataError when the data are not what they were
 */
export async function resumeRun({
  resume,
  cacheFolder,
  onDecode,
  signal,
  ...own
}: ResumeOptions): Promise<Start> {
  const config = await readRunConfig(resume);
  const folder = runFolder(resume);
  for (const path of [folder.path, folder.checkpoints]) await removeAbandoned(path);
  const warnings: string[] = [];
  const checkpoint = await newestCheckpoint(folder, (message) => warnings.push(message));
  if (checkpoint !== null) refuseOtherMethod(checkpoint, config, resume);
  await makeFolder(folder.checkpoints);
  const source = await openRunData(config, { cacheFolder, onProgress: onDecode, signal }).catch(
    (error: unknown) => {
      if (!(error instanceof DataError)) throw error;
      throw new DataError(
        `The data of the run ${resume} cannot be opened: ${error.message} Put them back where they were; a relative path is meant from the folder that the run was started in.`,
        error.context,
        error,
      );
    },
  );
  const training = await prepareTraining(config, source, checkpoint?.state, undefined, own);
  try {
    if (!(await refuseChangedData(resume, dataName(config), training.samples.training)))
      await keepSeen(resume, training.samples.training);
    signal?.throwIfAborted();
    const step = checkpoint?.step ?? 0;
    const note = await forgetAfter(folder, step);
    if (note !== null) warnings.push(note);
    return { folder, training, config, step, position: checkpoint?.position ?? beginning, warnings };
  } catch (error) {
    await training.dispose();
    throw error;
  }
}

/** A sentence where augmentations were asked for that the method makes no use of. */
function idleAugmentation({ augment }: PretrainOptions, method: Method): string[] {
  if (augment === undefined || augment.length === 0 || !seesPlain(method)) return [];
  return [
    `The method ${method.name} sees pictures as they are: the augmentations that were given do nothing.`,
  ];
}

/** What a run trains on, for a message. */
function dataName({ data, positives }: RunConfig): string {
  return positives?.kind === "paired" ? `${data.path} and ${positives.path}` : data.path;
}

/** The guard must know what the weights that a run starts from have seen. */
async function keepParentsSeen(run: string, from: string): Promise<void> {
  const parent = runHome(from);
  const config = await readRunConfig(parent).catch(() => null);
  if (config !== null) await keepSeenBefore(run, parent, config.from);
}

/** Null when the run stopped before its first checkpoint, which it writes before its first step. */
async function newestCheckpoint(
  folder: RunFolder,
  onDamaged: (message: string) => void,
): Promise<Checkpoint | null> {
  if ((await checkpointPaths(folder.checkpoints)).length > 0)
    return latestCheckpoint(folder.checkpoints, onDamaged);
  const rows = await readJsonl(folder.metrics).catch(() => []);
  const last = rows.findLast(({ type }) => type === "step");
  if (last === undefined) return null;
  throw new CheckpointError(
    `The run ${folder.path} did ${last.step} steps, but its checkpoints are gone from ${folder.checkpoints}. Put them back, or start the run anew.`,
    { run: folder.path },
  );
}

/**
 * Drops the rows of metrics that will be written again: those after `step`, and what came after the step itself.
 * @returns a warning when the file is damaged; it is then kept aside
 */
async function forgetAfter({ metrics }: RunFolder, step: number): Promise<string | null> {
  if (!existsSync(metrics)) return null;
  const isPast = (row: Readonly<Record<string, unknown>>) =>
    typeof row.step === "number" &&
    (row.step < step || (row.step === step && (row.type === "step" || row.type === "knn")));
  try {
    await truncateJsonl(metrics, isPast);
    return null;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    await rename(metrics, `${metrics}.damaged`);
    return `${error.message} The record of this run begins anew; the old one is kept as ${metrics}.damaged.`;
  }
}
