import { randomUUID } from "node:crypto";
import { type FileHandle, open, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import * as z from "zod";
import { codeOf } from "./read-failure.js";
import { isRunning, ownProcess } from "./running-process.js";

/** Who holds a lock. */
export interface LockOwner {
  readonly host: string;
  readonly pid: number;
  /** When its process started, in the system's own words. */
  readonly started: string | null;
  /** When the lock was taken, as ISO text. */
  readonly since: string;
}

/** A lock that is held until it is given back or its process ends. */
export interface Lock {
  /** Gives it back; twice is fine. */
  release(): Promise<void>;
}

const lockOwner = z.object({
  host: z.string(),
  pid: z.int(),
  started: z.string().nullable(),
  since: z.string(),
});

/** Guards the moment in which a lock that nobody holds any more is removed. */
const takeover = ".takeover";

/** How long a file without an owner in it is given to be one: its process is just writing it. */
const patience = { tries: 10, milliseconds: 30 } as const;

/** Whether a file is a lock, or what stands beside one for a moment, by the name of the lock. */
export function isLockName(name: string, lock: string): boolean {
  return name === lock || name === `${lock}${takeover}`;
}

/**
 * Takes a lock: makes a file that only one process can make, with the host, the process and its start in it. The lock of a
 * process of this host that has ended, or whose number is another process's by now, is taken over. One of another host is
 * respected, since its processes are not seen from here.
 *
 * @returns the lock, or who holds it
 * @throws the file system's error when the file cannot be written
 */
export async function takeLock(path: string): Promise<{ lock: Lock } | { heldBy: LockOwner }> {
  const token = randomUUID();
  const { pid, started } = ownProcess();
  const owner: LockOwner = { host: hostname(), pid, started, since: new Date().toISOString() };
  const text = `${JSON.stringify({ ...owner, token })}\n`;
  for (;;) {
    if (await make(path, text)) return { lock: { release: () => giveBack(path, text) } };
    const found = await ownerOf(path);
    if (found === "gone") continue;
    if (found !== null && isHeld(found)) return { heldBy: found };
    await removeStale(path);
  }
}

/** Whether the file was not there before. */
async function make(path: string, text: string): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(path, "wx");
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  try {
    await file.writeFile(text);
    return true;
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}

/** Null for a file that holds no owner, even after a while: its process was killed before it had written it. */
async function ownerOf(path: string): Promise<LockOwner | null | "gone"> {
  for (let tries = 0; tries < patience.tries; tries++) {
    const text = await readFile(path, "utf8").catch((error: unknown) => {
      if (codeOf(error) === "ENOENT") return null;
      throw error;
    });
    if (text === null) return "gone";
    const read = lockOwner.safeParse(parsed(text));
    if (read.success) return read.data;
    await new Promise((resolve) => setTimeout(resolve, patience.milliseconds));
  }
  return null;
}

function isHeld({ host, pid, started }: LockOwner): boolean {
  return host !== hostname() || isRunning({ pid, started });
}

/**
 * Removes a lock that nobody holds. Between looking and removing another process could do the same and take the lock
 * anew, so only the process that holds a second lock looks once more and removes.
 */
async function removeStale(path: string): Promise<void> {
  const guard = `${path}${takeover}`;
  const { pid, started } = ownProcess();
  if (!(await make(guard, JSON.stringify({ host: hostname(), pid, started, since: "" })))) {
    const other = await ownerOf(guard);
    // Its process was killed within these few lines.
    if (other === null || (other !== "gone" && !isHeld(other))) await rm(guard, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, patience.milliseconds));
    return;
  }
  try {
    const found = await ownerOf(path);
    if (found === null || (found !== "gone" && !isHeld(found))) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

/** Removes the file where it is still this lock: a person may have removed it, and another process have made its own. */
async function giveBack(path: string, text: string): Promise<void> {
  const found = await readFile(path, "utf8").catch(() => null);
  if (found === text) await rm(path, { force: true }).catch(() => undefined);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
