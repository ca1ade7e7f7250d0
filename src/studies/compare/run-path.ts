import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Where the runs of a comparison are. */
export const runsPath = (out: string) => join(out, "runs");

const slug = (name: string) => name.replace(/[^\w-]+/g, "-");

/** The folder of one run. */
export const runPath = (out: string, { name, seed }: { readonly name: string; readonly seed: number }) =>
  join(runsPath(out), `${slug(name)}-seed${seed}`);

/** Removes the runs of a row, of whatever seeds: finished ones, and those that were stopped and have no record. */
export async function removeRuns(out: string, name: string): Promise<void> {
  const start = `${slug(name)}-seed`;
  const isOwn = (folder: string) => folder.startsWith(start) && /^\d+$/.test(folder.slice(start.length));
  const folders = await readdir(runsPath(out)).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  for (const folder of folders.filter(isOwn))
    await rm(join(runsPath(out), folder), { recursive: true, force: true });
}
