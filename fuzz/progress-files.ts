import { closeSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

/** What the process that reads inputs has come to; it may die at any moment, so it is kept in a file. */
export interface Progress {
  /** Number of the input that is being read. */
  readonly at: number;
  readonly accepted: number;
  readonly refused: number;
  readonly failures: number;
}

const progressPath = (folder: string) => join(folder, "progress");

/** The input that is being read. */
export const currentPath = (folder: string) => join(folder, "current");

/** An input that failed. */
export const failedPath = (folder: string, number: number) => join(folder, `failed-${number}`);

/** So many of one parser tell enough. */
export const mostFailures = 50;

export interface ProgressFiles {
  begin(progress: Progress, bytes: Uint8Array): void;
  close(): void;
}

/** Written without waiting and without a rename: it costs as little as a small input does. */
export function progressFiles(folder: string): ProgressFiles {
  const [progress, current] = [progressPath(folder), currentPath(folder)].map((path) => openSync(path, "w"));
  const numbers = new Float64Array(4);
  return {
    begin({ at, accepted, refused, failures }, bytes) {
      ftruncateSync(current!, 0);
      writeSync(current!, bytes, 0, bytes.length, 0);
      numbers.set([at, accepted, refused, failures]);
      writeSync(progress!, new Uint8Array(numbers.buffer), 0, numbers.byteLength, 0);
    },
    close() {
      closeSync(progress!);
      closeSync(current!);
    },
  };
}

export async function forgetProgress(folder: string): Promise<void> {
  await rm(progressPath(folder), { force: true });
}

/** Null before the first input. @returns also when it was written, in ms */
export function readProgress(folder: string): (Progress & { readonly written: number }) | null {
  try {
    const written = statSync(progressPath(folder)).mtimeMs;
    const bytes = readFileSync(progressPath(folder));
    if (bytes.length < 32) return null;
    const [at, accepted, refused, failures] = [0, 8, 16, 24].map((place) => bytes.readDoubleLE(place));
    return { at: at!, accepted: accepted!, refused: refused!, failures: failures!, written };
  } catch {
    return null;
  }
}
