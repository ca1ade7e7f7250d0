import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { hostname } from "node:os";
import { isRunning } from "./running-process.js";

/** Nobody writes for so long without a byte, so that the process of that number must be another one. */
const longestPause = 24 * 3_600_000;
const longestPauseElsewhere = 3_600_000;

/** Tells machines apart that share a folder, by their name: 8 hexadecimal digits. */
export function machineMark(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
}

/**
 * Whether a file that a process was writing stays unfinished: on this machine when the process is gone, on others, whose
 * processes are not seen from here, when nothing was written for an hour.
 * @param machine `machineMark` there; null means this one
 */
export async function isLeftBehind(
  path: string,
  { machine, pid }: { readonly machine: string | null; readonly pid: number },
): Promise<boolean> {
  const facts = await stat(path).catch(() => null);
  if (facts === null) return false;
  const pause = Date.now() - facts.mtimeMs;
  if (machine !== null && machine !== machineMark()) return pause > longestPauseElsewhere;
  if (!isRunning({ pid }) || pause > longestPause) return true;
  // In containers every start may have the same number: what is older than this process is not its own.
  return pid === process.pid && pause > 1000 * process.uptime() + 1000;
}
