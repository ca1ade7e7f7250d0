import type { Command } from "commander";
import { commandFor, commandLine, wordOf } from "./library-calls.js";
import { shellWord } from "./shell-word.js";

/**
 * How options of the library are called where somebody reads the command line. Messages of the rooms below name them in
 * backticks as a program gives them (`batchSize`, `size: 64`, `method.temperature`, `pretrain({ resume: "a run" })`).
 */
export interface Vocabulary {
  /** The command at hand. */
  readonly command: string;
  readonly words: ReadonlyMap<string, Word>;
  /** Options of pretraining, for messages that name one where another command is at hand. */
  readonly runOptions: ReadonlySet<string>;
}

/** One option: its flag, variable or line of a file, and how a value is written with it. */
export interface Word {
  readonly name: string;
  readonly withValue: (value: string) => string;
}

/** Options whose flags have other names. */
const otherNames: ReadonlyMap<string, readonly (readonly [library: string, flag: string])[]> = new Map([
  ["evaluate", [["fineTune.steps", "fineTuneSteps"]]],
  ["colourise", [["most", "rows"]]],
  ["export", [["folder", "out"]]],
] as const);

/** The words of a command as it is registered: its flags, and its arguments in capitals. */
export function commandWords(command: Command): Map<string, Word> {
  const words = new Map<string, Word>();
  // Without a flag of its own a command takes the file from the variable.
  words.set("config", originWord("UNLABEL_CONFIG"));
  for (const argument of command.registeredArguments) {
    const name = argument.name().toUpperCase();
    words.set(argument.name(), { name, withValue: wordOf });
  }
  for (const option of command.options)
    words.set(option.attributeName(), flagWord(option.long ?? option.flags, option.isBoolean()));
  const others = [...(otherNames.get(command.name()) ?? []), ["cacheFolder", "cache"] as const];
  for (const [library, flag] of others) {
    const word = words.get(flag);
    if (word !== undefined) words.set(library, word);
  }
  return words;
}

export function flagWord(flag: string, isBoolean = false): Word {
  return { name: flag, withValue: (value) => (isBoolean ? flag : `${flag} ${wordOf(value)}`) };
}

/** A word for an option that came from a variable (`UNLABEL_SIZE`) or a file (`size in unlabel.config.yaml`). */
export function originWord(origin: string): Word {
  const [, key, file] = /^(\S+) in (.*)$/s.exec(origin) ?? [];
  if (file === undefined)
    return { name: origin, withValue: (value) => `${origin}=${shellWord(wordOf(value))}` };
  return { name: origin, withValue: (value) => `${key}: ${value} in ${file}` };
}

/** A message in the words of who reads the command line. */
export function inWordsOf({ command, words, runOptions }: Vocabulary, message: string): string {
  const named = (option: string, owner: string | undefined, value: string | undefined) => {
    const here = owner === undefined || owner === `unlabel ${command}` ? words.get(option) : undefined;
    const isRuns = runOptions.has(option) || /^(method|encoder|optimizer)\./.test(option);
    const where = owner ?? (isRuns ? "unlabel pretrain" : undefined);
    if (here === undefined && where === undefined) return undefined;
    const { name, withValue } = here ?? flagWord(flagFor(option));
    const spelled = value === undefined ? name : withValue(value);
    return here === undefined ? `${spelled} of \`${where}\`` : spelled;
  };
  const called = (code: string) => {
    // A part of one's own can be given to a command by a file only.
    const [, own] = /^\{ (method|encoder) \}$/.exec(code) ?? [];
    if (own !== undefined) return `${own} in unlabel.config.ts, or another file named by --config`;
    const line =
      commandFor(code) ?? commandLine(code, (option) => words.get(option)?.name ?? flagFor(option));
    return line === undefined ? undefined : `\`${line}\``;
  };
  return (
    message
      // An option that stands alone in parentheses is for those who have it.
      .replace(/ \(`([\w.]+)`\)/g, (all, option: string) => (words.has(option) ? all : ""))
      .replace(/`([^`\n]+)`(?: of `(\w+)`)?/g, (all, code: string, owner: string | undefined) => {
        const [, option, value] = /^([a-z]\w*(?:\.[a-z]\w*)?)(?:: (.+))?$/s.exec(code) ?? [];
        const said = option === undefined ? undefined : named(option, commandFor(owner ?? ""), value);
        return said ?? called(code) ?? all;
      })
  );
}

const flagFor = (option: string) => `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
