#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { ConfigError, UnlabelError } from "../errors.js";
import type { CliCommand } from "./command.js";
import { commandLoaders } from "./commands.js";
import { endedByConfig, failedInConfig } from "./config-file.js";
import { failureCode, isInterruptible, stopInOrder } from "./interruptible.js";
import { fail, note, onResultsFailure, print, resultsFailed, speakIn } from "./terminal.js";
import { usageSentence } from "./usage-sentence.js";
import { commandWords, type Vocabulary } from "./vocabulary.js";

const version = (
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }
).version;

async function main(argv: readonly string[]): Promise<void> {
  const first = argv.find((word) => !word.startsWith("-"));
  const asked = first !== undefined && commandLoaders.has(first) ? first : undefined;
  const program = new Command("unlabel")
    .description("Self-supervised learning: pretrain an encoder without labels, see what it learned, use it.")
    .version(version, "-v, --version")
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => print(text.trimEnd()),
      writeErr: (text) => fail(usageSentence(text, asked)),
    });
  for (const [name, { summary, load }] of commandLoaders) {
    const command = program.command(name).description(summary).showSuggestionAfterError();
    if (name === asked) await addCommand(command, await load(), argv);
  }
  if (argv.length === 0) {
    program.outputHelp();
    return;
  }
  // Help would hide that a command is misspelt.
  const isUnknown = first !== undefined && first !== "help" && asked === undefined;
  if (isUnknown) throw new ConfigError(await unknownCommand(first));
  await program.parseAsync(argv as string[], { from: "user" });
}

async function unknownCommand(name: string): Promise<string> {
  const { nearestName } = await import("../data/index.js");
  const near = nearestName(name, [...commandLoaders.keys()]);
  const hint = near === null ? "" : `Did you mean ${near}? `;
  return `There is no command ${name}. ${hint}unlabel --help lists the commands.`;
}

async function addCommand(
  command: Command,
  { examples, register }: CliCommand,
  argv: readonly string[],
): Promise<void> {
  command.exitOverride();
  await register(command, argv);
  speakIn(await vocabularyOf(command));
  const lines = typeof examples === "function" ? examples(argv) : examples;
  command.addHelpText("after", `\nExamples:\n${lines.map((example) => `  $ ${example}`).join("\n")}`);
}

async function vocabularyOf(command: Command): Promise<Vocabulary> {
  // A room that cannot be loaded is for `unlabel doctor` to find.
  const names = await import("../config/index.js").then(
    ({ runOptionNames }) => runOptionNames,
    () => [],
  );
  return { command: command.name(), words: commandWords(command), runOptions: new Set(names) };
}

/** 0 done, 1 failed, 2 wrong usage or data, 130 interrupted. */
function exitCode(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UnlabelError) {
    fail(error.message);
    if (process.env.DEBUG?.includes("unlabel")) note(error.stack);
    return error.exitCode;
  }
  fail(
    error instanceof Error
      ? `${error.message} (a fault of unlabel: please report it; DEBUG=unlabel shows where)`
      : String(error),
  );
  if (process.env.DEBUG?.includes("unlabel") && error instanceof Error) note(error.stack);
  return 1;
}

/** What fails outside of the command: a callback of a configuration file, or a fault. */
async function failLate(error: unknown): Promise<void> {
  const inFile = await failedInConfig(error).catch(() => null);
  if (inFile === null) process.exit(exitCode(error));
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

main(process.argv.slice(2)).then(
  () => process.exit(failureCode() ?? process.exitCode ?? 0),
  (error: unknown) => process.exit(failureCode() ?? exitCode(error)),
);
