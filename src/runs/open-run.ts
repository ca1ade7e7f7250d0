import { existsSync } from "node:fs";
import { CheckpointError, callOf } from "../errors.js";
import type { RunConfig } from "../setup/index.js";
import { type Checkpoint, readCheckpoint } from "./checkpoint.js";
import { readRunConfig } from "./config-file.js";
import { latestCheckpoint } from "./latest-checkpoint.js";
import { refuseOtherMethod } from "./refuse-other-method.js";
import { runFolder, runHome } from "./run-folder.js";

/** A run as it lies on disk. */
export interface OpenedRun {
  /** The run's folder. */
  readonly folder: string;
  readonly config: RunConfig;
  readonly checkpoint: Checkpoint;
}

/**
 * Reads a run folder and its newest checkpoint, or one checkpoint inside it.
 * @throws CheckpointError when there is no run, no checkpoint that can be read, or one of another method
 */
export async function openRun(run: string, onWarning?: (message: string) => void): Promise<OpenedRun> {
  const isCheckpoint = run.endsWith(".safetensors");
  if (!isCheckpoint && !existsSync(run))
    throw new CheckpointError(
      `The run ${run} does not exist. Give the folder of a run that \`pretrain\` made.`,
      { run },
    );
  const folder = isCheckpoint ? runHome(run) : run;
  const checkpoint = isCheckpoint ? await readCheckpoint(run) : null;
  const config = await readRunConfig(folder, onWarning);
  const newest = checkpoint ?? (await latestCheckpoint(runFolder(folder).checkpoints, onWarning));
  refuseOtherMethod(newest, config, folder);
  if (!isCheckpoint && newest.step < config.steps) {
    onWarning?.(
      `${run} is not finished: these are the weights of step ${newest.step} of ${config.steps}. Continue it with ${callOf("pretrain", { resume: folder })}.`,
    );
  }
  return { folder, config, checkpoint: newest };
}
