import { hostname } from "node:os";
import { join } from "node:path";
import { CheckpointError } from "../errors.js";
import { explainWriteFailure, isLockName, type Lock, type LockOwner, takeLock } from "../formats/index.js";

const lockFile = "run.lock";

/** Whether a file of a folder is its lock. */
export function isLock(name: string): boolean {
  return isLockName(name, lockFile);
}

/** What a folder holds that only one process may write. */
export type LockedWork = "run" | "comparison";

/**
 * Takes the lock of a folder, for what writes its record: the checkpoints and metrics of a run, the results of a
 * comparison. Readers need none: files are replaced as wholes.
 * @throws CheckpointError when another process writes there, naming it and the way out
 */
export async function lockFolder(folder: string, work: LockedWork): Promise<Lock> {
  const path = join(folder, lockFile);
  const taken = await takeLock(path).catch((error: unknown) => {
    throw explainWriteFailure(path, error);
  });
  if ("lock" in taken) return taken.lock;
  const { heldBy } = taken;
  throw new CheckpointError(`The ${work} ${folder} is being ${done[work]} ${sentence(path, heldBy)}`, {
    folder,
    heldBy,
  });
}

const done = { run: "trained", comparison: "made" } as const;

function sentence(path: string, { host, pid, since }: LockOwner): string {
  if (host !== hostname())
    return `by process ${pid} on the machine ${host} since ${since}, which cannot be seen from here. Wait until it has ended; if it is not running any more, delete ${path}.`;
  if (pid === process.pid)
    return `by this process since ${since}. Read its events to the end, or end them with return(), before you continue it.`;
  return `by process ${pid} since ${since}, and two would destroy each other's record. Wait until it has ended, or stop it (Ctrl-C saves), then continue.`;
}
