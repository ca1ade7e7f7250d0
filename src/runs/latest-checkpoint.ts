import { rename } from "node:fs/promises";
import { basename } from "node:path";
import { CheckpointError } from "../errors.js";
import { type Checkpoint, checkpointPaths, isLost, readCheckpoint } from "./checkpoint.js";

/**
 * The newest checkpoint of a run. Newer ones whose contents are lost are passed over and reported; one that may not be
 * read now, or that a newer version wrote, is not passed over: it is still the newest.
 * @throws CheckpointError when none is left, or the newest is there but not for this process
 */
export async function latestCheckpoint(
  folder: string,
  onDamaged: (message: string) => void = () => undefined,
): Promise<Checkpoint> {
  const lost: CheckpointError[] = [];
  for (;;) {
    const left = (await checkpointPaths(folder)).filter(
      (path) => !lost.some(({ context }) => context.path === path),
    );
    const [path] = left;
    if (path === undefined) throw noneLeft(folder, lost);
    try {
      const checkpoint = await readCheckpoint(path);
      for (const { message } of lost) onDamaged(`${message} Using ${basename(path)} instead.`);
      return checkpoint;
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      // A run that is going on has removed it meanwhile, and written newer ones.
      if (error.context.code === "ENOENT") continue;
      if (!isLost(error)) throw error;
      lost.push(error);
    }
  }
}

/**
 * Puts checkpoints out of the way that are newer than the one a run goes on from: damaged as they are they would count
 * among those that are kept.
 */
export async function setAsideAfter(folder: string, { path }: Pick<Checkpoint, "path">): Promise<void> {
  const paths = await checkpointPaths(folder);
  for (const newer of paths.slice(0, Math.max(0, paths.indexOf(path))))
    await rename(newer, `${newer}.damaged`);
}

function noneLeft(folder: string, lost: readonly CheckpointError[]): CheckpointError {
  const [first] = lost;
  return first === undefined
    ? new CheckpointError(
        `There is no checkpoint in ${folder}: the run stopped before its first one. Continue it with \`resume\` of \`pretrain\`.`,
        { folder },
      )
    : new CheckpointError(
        `None of the checkpoints in ${folder} can be used, so the run has to start anew. ${first.message}`,
        { folder },
        first,
      );
}
