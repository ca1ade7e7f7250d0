import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { ConfigError, UnlabelError } from "../errors.js";
import type { CliCommand } from "./command.js";
import { commandLoaders } from "./commands.js";
import { releaseSignals } from "./interruptible.js";
import { fail, note, print, speakIn } from "./terminal.js";
import { usageSentence } from "./usage-sentence.js";
import { commandWords, type Vocabulary } from "./vocabulary.js";

const version = (
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }
).version;

/** Runs the command that words name, as a person types them after `unlabel`. @throws what the command throws */
export async function runCommand(argv: readonly string[]): Promise<void> {
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
  try {
    await program.parseAsync(argv as string[], { from: "user" });
  } finally {
    releaseSignals();
  }
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

/** Tells what ended a command, and gives the program's exit code: 0 done, 1 failed, 2 wrong usage or data, 130 interrupted. */
export function tellFailure(error: unknown): number {
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
