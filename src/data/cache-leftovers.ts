import { createHash } from "node:crypto";
import { readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isRunning } from "../formats/index.js";

/** Where this process writes a set before it is whole. @param id a UUID */
export function partFile(folder: string, name: string, id: string): string {
  return join(folder, `${name}.${machine()}-${process.pid}.${id}.part`);
}

/** Nobody writes for so long without a byte, so that the process of that number must be another one. */
const longestPause = 24 * 3_600_000;

/**
 * Removes what runs that were killed left behind: of this machine when their process is gone, of others, whose processes
 * are not seen from here, when nothing was written for an hour. A folder that cannot be read is left as it is.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch((): string[] => [])) {
    const [, host, owner] =
      /^[0-9a-f]{40}\.([0-9a-f]{8})-(\d+)\.[0-9a-f-]{36}\.part(?:\.json)?$/.exec(name) ?? [];
    if (owner === undefined) continue;
    const path = join(folder, name);
    const facts = await stat(path).catch(() => null);
    const pause = facts === null ? 0 : Date.now() - facts.mtimeMs;
    const here = host === machine();
    if (here ? !isRunning({ pid: Number(owner) }) || pause > longestPause : pause > 3_600_000)
      await rm(path, { force: true }).catch(() => {});
  }
}

/** Tells machines apart that share a cache, by their name. */
function machine(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
}
