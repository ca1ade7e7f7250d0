import { fork } from "node:child_process";
import { copyFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Parser } from "./parser.js";
import { currentPath, failedPath, forgetProgress, mostFailures, readProgress } from "./progress-files.js";
import type { Extent } from "./try-parser.js";

/** An input that takes longer hangs: sound ones take milliseconds, and the machine may be busy. */
const mostSeconds = 30;
/** Loading the package and making sound inputs. */
const mostSecondsBefore = 180;
/** So many processes of one parser that died tell enough. */
const mostDeaths = 10;

export interface Tally {
  readonly accepted: number;
  readonly refused: number;
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly number: number;
  readonly why: string;
  /** The input as a file. */
  readonly path: string;
}

/**
 * Tries a parser in a process of its own; where an input ends it, another goes on after it.
 * @param keep folder that failing inputs are written to
 */
export async function runApart(parser: Parser, extent: Extent, keep: () => Promise<string>): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), "unlabel-fuzz-"));
  const end = performance.now() + 1000 * extent.seconds;
  const last = extent.from + extent.inputs;
  const failures: Failure[] = [];
  let [accepted, refused, from, deaths] = [0, 0, extent.from, 0];
  const fail = async (number: number, why: string, input: string) => {
    const path = join(await keep(), `${parser.name}-seed${extent.seed}-input${number}.${parser.ending}`);
    copyFileSync(input, path);
    failures.push({ number, why, path });
  };
  try {
    do {
      const seconds = Math.max(0.1, (end - performance.now()) / 1000);
      const ended = await live(parser.name, folder, { ...extent, from, inputs: last - from, seconds }, fail);
      const progress = readProgress(folder);
      if (progress === null) throw new Error(`${parser.name} could not be tried: ${ended}`);
      accepted += progress.accepted;
      refused += progress.refused;
      from = progress.at;
      if (ended === null) continue;
      await fail(progress.at, ended, currentPath(folder));
      deaths++;
      from++;
    } while (from < last && performance.now() < end && deaths < mostDeaths && failures.length < mostFailures);
    return { accepted, refused, failures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One process. @returns why it did not end by itself, or null */
async function live(
  name: string,
  folder: string,
  { seed, from, inputs, seconds }: Extent,
  onFailure: (number: number, why: string, input: string) => Promise<void>,
): Promise<string | null> {
  await forgetProgress(folder);
  const child = fork(
    fileURLToPath(new URL("./one-parser.js", import.meta.url)),
    [name, folder, ...[seed, from, inputs, seconds].map(String)],
    { stdio: ["ignore", "ignore", "pipe", "ipc"], execArgv: ["--max-old-space-size=1024"] },
  );
  // The decoders of pictures write there what they think of damaged ones.
  let said = "";
  child.stderr!.on("data", (text) => {
    said = (said + text).slice(-2000);
  });
  let waiting = Promise.resolve();
  child.on("message", ({ number, why }: { number: number; why: string }) => {
    waiting = waiting.then(() => onFailure(number, why, failedPath(folder, number)));
  });
  let hung = false;
  const began = Date.now();
  const watch = setInterval(() => {
    const at = readProgress(folder);
    hung = Date.now() - (at?.written ?? began) > 1000 * (at === null ? mostSecondsBefore : mostSeconds);
    if (hung) child.kill("SIGKILL");
  }, 500);
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on("close", (...how) => resolve(how)),
  );
  clearInterval(watch);
  await waiting;
  if (hung) return `did not end within ${mostSeconds} s`;
  if (code === 0) return null;
  return `ended its process with ${signal ?? `code ${code}`}: ${said.trim().slice(0, 400)}`;
}
