import type { StateEntry } from "../engine/index.js";
import { CheckpointError } from "../errors.js";

/**
 * The saved value of every variable of a model, in the model's order.
 * @param what the saved values are for, for the message: "this run"
 * @throws CheckpointError when one is missing or has another shape
 */
export function fitState(
  variables: readonly StateEntry[],
  saved: readonly StateEntry[],
  what: string,
): StateEntry[] {
  const byName = new Map(saved.map((entry) => [entry.name, entry]));
  return variables.map(({ name, shape }) => {
    const entry = byName.get(name);
    if (entry !== undefined && entry.shape.join() === shape.join()) return entry;
    const found = entry === undefined ? "missing" : `[${entry.shape}]`;
    throw new CheckpointError(
      `The checkpoint does not fit ${what}: ${name} should be [${shape}], and is ${found}. Put back the run's own files.`,
      { name },
    );
  });
}
