import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import type { DataSource } from "../data/index.js";
import { CheckpointError, DataError } from "../errors.js";
import { makeFolder, readJsonl, removeAbandoned, truncateJsonl } from "../formats/index.js";
import { kindOf, type OpenSamples } from "../kinds/index.js";
import type { SeenSamples } from "../runs/index.js";
import {
  type Checkpoint,
  checkpointPaths,
  latestCheckpoint,
  lockFolder,
  longerRun,
  type RunFolder,
  readResumableConfig,
  refuseOtherMethod,
  runFolder,
  setAsideAfter,
  writeRunConfig,
} from "../runs/index.js";
import {
  findOwnData,
  keepSeen,
  openRunData,
  refuseChangedReading,
  refuseChangedSamples,
  seenAtStart,
} from "../samples/index.js";
import type { ResumeOptions } from "../settle/index.js";
import { type Moved, movedRun, movedTo } from "../settle/index.js";
import type { RunConfig } from "../setup/index.js";
import { methodOf } from "../setup/index.js";
import { beginning, keepParentsSeen, type Start, seenOf } from "./start-run.js";
import { prepareTraining } from "./training.js";

/**
 * Goes on where the newest checkpoint that can be read stands; at the beginning when the run stopped before its first.
 * @throws CheckpointError when the checkpoints are damaged, gone or of another run, when the configuration was changed,
 * or while another process trains the run
 * @throws DataError when the data are not what they were
 * @throws ConfigError when the run is given fewer steps than it has
 */
export async function resumeRun(options: ResumeOptions): Promise<Start> {
  const { resume } = options;
  // Whether it is a run at all, before anything is written into it.
  await readResumableConfig(resume);
  const lock = await lockFolder(resume, "run");
  try {
    return { ...(await goOn(options)), lock };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function goOn({
  resume,
  data,
  pair,
  labels,
  steps,
  cacheFolder,
  onDecode,
  signal,
  ...own
}: ResumeOptions): Promise<Omit<Start, "lock">> {
  const { config: begun, isUnsealed } = await readResumableConfig(resume);
  const folder = runFolder(resume);
  for (const path of [folder.path, folder.checkpoints]) await removeAbandoned(path);
  const warnings: string[] = [];
  const checkpoint = await newestCheckpoint(folder, (message) => warnings.push(message));
  if (checkpoint !== null) refuseOtherMethod(checkpoint, begun, resume);
  await makeFolder(folder.checkpoints);
  const moved = { data, pair, labels };
  const longer = longerRun(resume, begun, { steps, done: checkpoint?.step ?? 0 });
  if (longer.lengthened !== begun.lengthened)
    warnings.push(
      `The run goes on to ${longer.steps} steps instead of ${begun.steps}: from here on the learning rate and whatever else has a schedule follow that of ${longer.steps} steps.`,
    );
  const config = movedRun(resume, longer, moved);
  const { crops } = kindOf(config.data).views(config, methodOf(config, own).views);
  const opening = { cacheFolder, onProgress: onDecode, signal, crops };
  const { source, found } = await openOwn(resume, config, moved, opening);
  let seen: SeenSamples | null;
  try {
    seen = await seenAtStart(resume, checkpoint, (message) => warnings.push(message));
    if (seen !== null) await refuseChangedSamples(resume, found, source, seen);
  } catch (error) {
    await source.close();
    throw error;
  }
  const training = await prepareTraining(found, source, checkpoint?.state, undefined, own);
  try {
    if (seen === null) await keepSeen(resume, seenOf(source, training));
    else await refuseChangedReading(resume, seenOf(source, training), seen);
    if (checkpoint === null && begun.from !== null) await keepParentsSeen(resume, begun.from);
    signal?.throwIfAborted();
    const step = checkpoint?.step ?? 0;
    const note = await forgetAfter(folder, step);
    if (note !== null) warnings.push(note);
    if (checkpoint !== null) await setAsideAfter(folder.checkpoints, checkpoint);
    const settled = movedTo(config, found);
    if (isUnsealed || settled !== begun) await writeRunConfig(resume, settled);
    return { folder, training, config: settled, step, position: checkpoint?.position ?? beginning, warnings };
  } catch (error) {
    await training.dispose();
    throw error;
  }
}

/** The run's data, and its configuration with the paths they were opened by. */
async function openOwn(
  run: string,
  config: RunConfig,
  moved: Moved,
  opening: OpenSamples,
): Promise<{ source: DataSource; found: RunConfig }> {
  const kinds = ["data", "labels", "pair"] as const;
  const notes: string[] = [];
  const found = await findOwnData(run, config, {
    ...opening,
    // What was said just now is taken as it is.
    needs: kinds.filter((kind) => moved[kind] === undefined),
    takes: kinds,
    onNote: (sentence) => notes.push(sentence),
  });
  try {
    const source = await openRunData(found, opening);
    return { source: { ...source, notes: [...notes, ...source.notes] }, found };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(
      `The data of the run ${run} cannot be opened: ${error.message} Put them back as they were or, where they have moved, say where they are now with \`data\`.`,
      error.context,
      error,
    );
  }
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
    (row.step < step || (row.step === step && ["step", "knn", "heldOut"].includes(String(row.type))));
  try {
    await truncateJsonl(metrics, isPast);
    return null;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    await rename(metrics, `${metrics}.damaged`);
    return `${error.message} The record of this run begins anew; the old one is kept as ${metrics}.damaged.`;
  }
}
