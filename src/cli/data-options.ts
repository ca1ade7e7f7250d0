import { type Command, InvalidArgumentError, Option } from "commander";
import { fieldFacts, flagOf, fromText, type RunOption, runOptions } from "../config/index.js";
import { readingOptionNames } from "../kinds/index.js";

/** Options of reading that are the run's alone, whatever its encoder is shown. */
const ofRuns: readonly RunOption[] = ["storeSize", "valueRange"];

/** Options that say what samples are and how they are read. */
const dataOptions: readonly RunOption[] = [
  ...readingOptionNames.filter((name) => !ofRuns.includes(name)),
  "cache",
];

/** Adds the flags for reading samples to a command that takes data; their values arrive read and checked. */
export function addDataOptions(command: Command): void {
  for (const name of dataOptions) command.addOption(runFlag(name).argParser(parser(name)));
}

/** The flag of one option of a run, with the text and choices of the schema. */
export function runFlag(name: RunOption, alias?: string): Option {
  const { takes, description, argument = "value" } = fieldFacts(runOptions.shape[name]);
  const flags = alias === undefined ? flagOf(name) : `${alias}, ${flagOf(name)}`;
  const choices = takes.startsWith("one of") && name !== "channels" ? `: ${takes}` : "";
  return new Option(`${flags} <${argument}>`, `${description}${choices}`);
}

function parser(name: RunOption): (text: string) => unknown {
  const field = runOptions.shape[name];
  return (text) => {
    const value = fromText(text, field);
    if (field.safeParse(value).success) return value;
    throw new InvalidArgumentError(`It takes ${fieldFacts(field).takes}.`);
  };
}
