import { shellWord } from "./shell-word.js";

/** The command that does what a function of the library does, and which of its options stand without a flag there. */
interface Same {
  readonly command: string;
  /** Options that are arguments of the command, in their order; also what the function takes by place. */
  readonly places: readonly string[];
}

const commandOf: ReadonlyMap<string, Same> = new Map([
  ["pretrain", { command: "pretrain", places: ["data"] }],
  ["estimateRun", { command: "pretrain --dry-run", places: ["data"] }],
  ["planEvaluation", { command: "evaluate --dry-run", places: ["run"] }],
  ["evaluateRun", { command: "evaluate", places: ["run"] }],
  ["measureEnergy", { command: "energy", places: ["run", "data"] }],
  ["measureSurprise", { command: "surprise", places: ["run", "data"] }],
  ["reconstructRun", { command: "reconstruct", places: ["run", "data"] }],
  ["sampleRun", { command: "sample", places: ["run"] }],
  ["colouriseFiles", { command: "colourise", places: ["run", "files"] }],
  ["generateTexts", { command: "generate", places: ["run"] }],
  ["fillBlanks", { command: "fill", places: ["run", "text"] }],
  ["embedRun", { command: "embed", places: ["run", "data"] }],
  ["findNeighbours", { command: "neighbours", places: ["run", "data"] }],
  ["retrieveAcross", { command: "retrieve", places: ["run", "data"] }],
  ["exportRun", { command: "export", places: ["run"] }],
  ["compare", { command: "compare", places: ["data"] }],
  ["planComparison", { command: "compare --dry-run", places: ["data"] }],
]);

/** What the library names in tables, and `unlabel list` prints. */
const listed = /^(methods|encoders|augmentations|optimizers|studies)\.keys\(\)$/;

/** The command that a function of the library is on the command line, such as `unlabel evaluate`. */
export function commandFor(name: string): string | undefined {
  const same = commandOf.get(name);
  return same === undefined ? undefined : `unlabel ${same.command}`;
}

/**
 * A call of the library as a command line: `pretrain({ resume: "a run" })` as `unlabel pretrain --resume 'a run'`.
 * Undefined for what is no such call.
 * @param flagOf how an option is spelled
 */
export function commandLine(code: string, flagOf: (option: string) => string): string | undefined {
  const kind = listed.exec(code)?.[1];
  if (kind !== undefined) return `unlabel list ${kind}`;
  const [, name = "", inside = ""] = /^(\w+)\((.*)\)$/s.exec(code) ?? [];
  const same = commandOf.get(name);
  const given = same && settingsIn(inside, same.places);
  if (same === undefined || given == null) return undefined;
  const words = same.places.flatMap((place) => given.get(place) ?? []);
  for (const [option, value] of given)
    if (!same.places.includes(option)) words.push(`${flagOf(option)}${value === "true" ? "" : ` ${value}`}`);
  return ["unlabel", same.command, ...words].join(" ");
}

const setting = /^\s*(?:(\w+)\s*:\s*)?("(?:[^"\\]|\\.)*"|[\w.]+(?:\(\))?)\s*(?:,|$)/;

/** The values of a call by option, as words of a shell; null where it cannot be read. */
function settingsIn(inside: string, places: readonly string[]): Map<string, string> | null {
  const found = new Map<string, string>();
  let rest = inside.replace(/[{}](?=(?:[^"]|"(?:[^"\\]|\\.)*")*$)/g, "").trim();
  for (let place = 0; rest !== ""; place++) {
    const read = setting.exec(rest);
    if (read === null) return null;
    const [all, key, value = ""] = read;
    // `data` alone stands for a value that is not known here.
    const isBare = key === undefined && !value.startsWith('"');
    const option = key ?? (isBare ? value : places[place]);
    if (option === undefined) return null;
    found.set(option, isBare ? value.toUpperCase() : wordOf(value));
    rest = rest.slice(all.length).trim();
  }
  return found;
}

/** A value of the library as a word of a command line: a text without its quotes, `simclr()` by its name. */
export function wordOf(value: string): string {
  if (value.startsWith('"')) {
    try {
      return shellWord(JSON.parse(value) as string);
    } catch {
      return shellWord(value);
    }
  }
  const [, maker] = /^(\w+)\(\)$/.exec(value) ?? [];
  return maker === undefined
    ? shellWord(value)
    : maker.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
