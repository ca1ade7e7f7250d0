import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process as it can be told apart from a later one of the same number. */
export interface ProcessName {
  readonly pid: number;
  /** When it started, in the system's own words; null where the system does not tell. */
  readonly started: string | null;
}

/** This process. */
export function ownProcess(): ProcessName {
  return { pid: process.pid, started: startOf(process.pid) };
}

/**
 * Whether a process of this machine is running. A number that the system has given to another process since is told by
 * the time of its start, where that is known.
 */
export function isRunning({
  pid,
  started = null,
}: {
  readonly pid: number;
  readonly started?: string | null;
}) {
  if (!exists(pid)) return false;
  if (started === null) return true;
  const now = startOf(pid);
  return now === null || now === started;
}

function exists(pid: number): boolean {
  // Numbers below 1 mean groups of processes.
  if (!Number.isSafeInteger(pid) || pid < 1) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
  return facts(pid)?.state !== "Z"; // Ended, though nobody has asked how.
}

function startOf(pid: number): string | null {
  const ticks = facts(pid)?.ticks;
  if (ticks !== undefined) return `${bootOf()} ${ticks}`;
  if (process.platform === "linux" || process.platform === "win32") return null;
  try {
    const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", env }).trim();
  } catch {
    return null;
  }
}

/** Linux: the state and the start of a process, in ticks since the machine was started. */
function facts(pid: number): { readonly state: string; readonly ticks: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Its name stands in brackets and may hold anything, brackets and spaces too.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [state, ticks] = [fields[0], fields[19]];
    return state === undefined || ticks === undefined ? null : { state, ticks };
  } catch {
    return null;
  }
}

function bootOf(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}
