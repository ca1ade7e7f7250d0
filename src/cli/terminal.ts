/** The only place that writes to the terminal: results to stdout, progress and messages to stderr. */
import colors from "picocolors";

export { colors };

/** A live line is drawn only where a person watches. */
export const interactive =
  process.stderr.isTTY === true && process.env.CI === undefined && process.env.TERM !== "dumb";

let live = false;

/** A line of a result. */
export function print(line = ""): void {
  endLive();
  process.stdout.write(`${line}\n`);
}

/** A line for the person: progress, notes. */
export function note(line = ""): void {
  endLive();
  process.stderr.write(`${line}\n`);
}

const told = new Set<string>();

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
  process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns ?? 100) - 1)}`);
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
