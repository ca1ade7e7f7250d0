import { CheckpointError } from "../errors.js";
import type { RunConfig } from "../setup/index.js";
import type { Checkpoint } from "./checkpoint.js";

/**
 * Compares a checkpoint with the run that it lies in.
 * @param run folder of the run, for the message
 * @throws CheckpointError when it was written by a run of another method
 */
export function refuseOtherMethod(
  { path, method }: Pick<Checkpoint, "path" | "method">,
  config: Pick<RunConfig, "method">,
  run: string,
): void {
  if (method === config.method.name) return;
  throw new CheckpointError(
    `The checkpoint ${path} is of a ${method} run, but ${run} is a ${config.method.name} run. Put back the run's own checkpoint.`,
    { path, run },
  );
}
