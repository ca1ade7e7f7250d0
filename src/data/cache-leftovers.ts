import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isLeftBehind, machineMark } from "../formats/index.js";

/** Where this process writes a set before it is whole. @param id a UUID */
export function partFile(folder: string, name: string, id: string): string {
  return join(folder, `${name}.${machineMark()}-${process.pid}.${id}.part`);
}

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
    if (await isLeftBehind(path, { machine: host ?? null, pid: Number(owner) }))
      await rm(path, { force: true }).catch(() => {});
  }
}
