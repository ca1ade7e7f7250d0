#!/usr/bin/env node
import { endedByConfig, failedInConfig } from "./config-file.js";
import { failureCode, isInterruptible, stopInOrder } from "./interruptible.js";
import { runCommand, tellFailure } from "./run-command.js";
import { fail, onResultsFailure, resultsFailed } from "./terminal.js";

/** What fails outside of the command: a callback of a configuration file, or a fault. */
async function failLate(error: unknown): Promise<void> {
  const inFile = await failedInConfig(error).catch(() => null);
  if (inFile === null) process.exit(tellFailure(error));
  fail(inFile);
  stopInOrder(2);
}

process.on("uncaughtException", failLate);
process.on("unhandledRejection", failLate);
process.on("exit", (code) => {
  const sentence = code === 0 ? endedByConfig() : null;
  if (sentence === null) return;
  fail(sentence);
  process.exitCode = 2;
});
onResultsFailure((sentence) => {
  fail(sentence);
  stopInOrder(1);
});
process.stdout.on("error", ({ code = "" }: NodeJS.ErrnoException) => {
  // The reader of a pipe went away, as `head` does: a command that saves when it is interrupted does so now.
  if (code !== "EPIPE") resultsFailed(code);
  else if (isInterruptible()) stopInOrder(130);
  else process.exit(failureCode() ?? 0);
});
// Progress that nobody reads any more is no reason to stop.
process.stderr.on("error", () => undefined);

runCommand(process.argv.slice(2)).then(
  () => process.exit(failureCode() ?? process.exitCode ?? 0),
  (error: unknown) => process.exit(failureCode() ?? tellFailure(error)),
);
