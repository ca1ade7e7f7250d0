import { mkdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { codeOf, explainWriteFailure, type Lock, makeFolder } from "../formats/index.js";
import type { RunConfig } from "../setup/index.js";
import { refuseNonEmpty } from "./run-folder.js";
import { lockFolder } from "./run-lock.js";

/** A folder that only this process writes a run into. */
export interface ClaimedFolder {
  readonly path: string;
  readonly lock: Lock;
}

/**
 * Makes the folder of a new run and takes its lock: the asked one, else `runs/<data>-<method>`, with a number where that
 * is taken.
 * @throws ConfigError when the asked folder holds anything, CheckpointError when another process writes a run there
 */
export async function claimFolder(
  out: string | undefined,
  config: Pick<RunConfig, "data" | "method">,
): Promise<ClaimedFolder> {
  if (out === undefined) {
    const path = await makeDefaultFolder(config);
    return { path, lock: await lockFolder(path, "run") };
  }
  await refuseNonEmpty(out, { resume: true });
  await makeFolder(out);
  const lock = await lockFolder(out, "run");
  try {
    await refuseNonEmpty(out, { resume: true });
    return { path: out, lock };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Names of folders have a limit, in bytes. */
const longestData = 60;

/** Of several processes that ask at once each gets its own. */
export async function makeDefaultFolder(
  { data, method }: Pick<RunConfig, "data" | "method">,
  root = "runs",
): Promise<string> {
  await makeFolder(root);
  const name = basename(resolve(data.path))
    .replace(/[^\p{L}\p{N}._-]+/gu, "-")
    .slice(0, longestData);
  const stem = `${name || "data"}-${method.name}`;
  for (let i = 1; ; i++) {
    const path = join(root, i === 1 ? stem : `${stem}-${i}`);
    try {
      await mkdir(path);
      return path;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw explainWriteFailure(path, error);
    }
  }
}
