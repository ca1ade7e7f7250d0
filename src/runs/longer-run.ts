import { ConfigError } from "../errors.js";
import type { RunConfig } from "../setup/index.js";

/**
 * The configuration of a run that goes on to more steps than it was begun with: what follows a schedule (learning rate,
 * momentum of a teacher, weight decay, temperatures) follows the longer one's from the next step on. Since its first steps
 * followed the shorter one's, the configuration says where it was lengthened.
 *
 * @param steps in all; as many as it has changes nothing, so that the same call goes on when it was stopped
 * @param done steps that are done
 * @throws ConfigError for fewer steps than the run has
 */
export function longerRun(
  run: string,
  config: RunConfig,
  { steps, done }: { readonly steps: number | undefined; readonly done: number },
): RunConfig {
  if (steps === undefined || steps === config.steps) return config;
  if (!Number.isInteger(steps) || steps < config.steps)
    throw new ConfigError(
      `The run ${run} has ${config.steps} steps, and one that goes on can only be lengthened, but \`steps\` is ${steps}: give more than ${config.steps}, or leave it out.`,
      { run, steps },
    );
  // What has not begun is a run of so many steps.
  if (done === 0) return { ...config, steps };
  return { ...config, steps, lengthened: [...(config.lengthened ?? []), { at: done, from: config.steps }] };
}
