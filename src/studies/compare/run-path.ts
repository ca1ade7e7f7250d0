import { join } from "node:path";

/** Where the runs of a comparison are. */
export const runsPath = (out: string) => join(out, "runs");

/** The folder of one run. */
export const runPath = (out: string, { name, seed }: { readonly name: string; readonly seed: number }) =>
  join(runsPath(out), `${name.replace(/[^\w-]+/g, "-")}-seed${seed}`);
