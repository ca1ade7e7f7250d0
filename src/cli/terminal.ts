/** The only place that writes to the terminal: results to stdout, progress and messages to stderr. */
import { visible, visibleLines } from "../visible.js";
import { colors, styled } from "./colours.js";
import { failResults, writeResult } from "./results.js";
import { inWordsOf, type Vocabulary } from "./vocabulary.js";

export { colors };

/** A live line is drawn only where a person watches. */
export const interactive =
  process.stderr.isTTY === true && process.env.CI === undefined && process.env.TERM !== "dumb";

let live = false;

/** Replaced by the program, which knows what has to be saved first. */
let whenResultsFail: (sentence: string) => void = fail;

/** Notes that stdout cannot be written any more. */
export const resultsFailed = (code: string): void => failResults(code, whenResultsFail);

/** What happens when results cannot be written: called once, with a sentence. */
export function onResultsFailure(then: (sentence: string) => void): void {
  whenResultsFail = then;
}

const told = new Set<string>();

let vocabulary: Vocabulary = { command: "", words: new Map(), runOptions: new Set() };

/** A command begins: from now on messages name options in its words. */
export function speakIn(words: Vocabulary): void {
  vocabulary = words;
  told.clear();
}

/** A message in the words of the command line. */
export const inWords = (message: string): string => inWordsOf(vocabulary, message);

/** The words that messages name options in. */
export const spokenWords = (): Vocabulary => vocabulary;

/** A line of a result: as it is for a program that reads it, for eyes with nothing that a terminal would obey. */
export function print(line = ""): void {
  endLive();
  writeResult(
    `${styled(process.stdout.isTTY === true ? visibleLines(line, true) : line)}\n`,
    whenResultsFail,
  );
}

/** A part of a result that is shown as it comes; `print()` ends its line. */
export function printPiece(piece: string): void {
  endLive();
  writeResult(process.stdout.isTTY === true ? visibleLines(piece, true) : piece, whenResultsFail);
}

/** A result for a program, its messages in the words of the command line. */
export function printJson(value: unknown): void {
  const isMessage = (key: string) => key === "message" || key === "warnings" || key === "notes";
  const reworded = (text: unknown) => (typeof text === "string" ? inWords(text) : text);
  print(
    JSON.stringify(value, (key, held: unknown) => {
      if (!isMessage(key)) return held;
      return Array.isArray(held) ? held.map(reworded) : reworded(held);
    }),
  );
}

/** A line for the person: progress, notes. */
export function note(line = ""): void {
  endLive();
  process.stderr.write(`${styled(visibleLines(inWords(line)))}\n`);
}

/** A fact for the person that several readers of the same data may come to tell: shown the first time only. */
export function noteOnce(sentence: string): void {
  if (told.has(sentence)) return;
  told.add(sentence);
  note(sentence);
}

export function warn(message: string): void {
  note(`${colors.yellow("Warning:")} ${message}`);
}

export function fail(message: string): void {
  note(`${colors.red("Error:")} ${message}`);
}

/** Replaces the live line; without a terminal it is dropped, so callers also print plain lines now and then. */
export function liveLine(line: string): void {
  if (!interactive) return;
  process.stderr.write(`\r\x1b[2K${visible(line).slice(0, (process.stderr.columns ?? 100) - 1)}`);
  live = true;
}

function endLive(): void {
  if (live) process.stderr.write("\r\x1b[2K");
  live = false;
}

/** 75 as `1m15s`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const s = Math.round(seconds);
  if (s < 60) return `${s}s`;
  const m = Math.floor(s / 60);
  return m < 60
    ? `${m}m${String(s % 60).padStart(2, "0")}s`
    : `${Math.floor(m / 60)}h${String(m % 60).padStart(2, "0")}m`;
}
