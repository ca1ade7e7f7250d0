/** Runs on disk: the folder with its lock, configuration, checkpoints and record of samples. */
export { type Checkpoint, checkpointPaths, readCheckpoint, writeCheckpoint } from "./checkpoint.js";
export { claimFolder } from "./claim-folder.js";
export { readResumableConfig, readRunConfig, writeRunConfig } from "./config-file.js";
export { fitState } from "./fit-state.js";
export { latestCheckpoint, setAsideAfter } from "./latest-checkpoint.js";
export { longerRun } from "./longer-run.js";
export { type OpenedRun, openRun } from "./open-run.js";
export { refuseOtherMethod } from "./refuse-other-method.js";
export { createRunFolder, type RunFolder, refuseNonEmpty, runFolder, runHome } from "./run-folder.js";
export { isLock, type LockedWork, lockFolder } from "./run-lock.js";
export {
  readSeenBefore,
  readSeenFile,
  type SeenSamples,
  seenPath,
  writeSeenBefore,
  writeSeenFile,
} from "./seen-file.js";
