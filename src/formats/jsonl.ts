import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { DataError } from "../errors.js";
import { explainWriteFailure, writeFileAtomically } from "./atomic-file.js";

/** One line: an object of JSON values. NaN and infinities are written as null. */
export type JsonlRow = Readonly<Record<string, unknown>>;

/**
 * Appends rows to a JSON lines file, one `write` a row, so that a crash tears at most the last
 * line. On opening, a torn last line left by a crash is cut off first.
 *
 * @throws UnlabelError when the disk is full or the folder missing or not writable.
 */
export class JsonlWriter {
  readonly path: string;
  #file: number | undefined;

  constructor(path: string) {
    this.path = path;
    try {
      this.#file = openSync(path, "a+");
      const bytes = readFileSync(this.#file);
      const { whole, missingNewline } = wholeLines(bytes);
      if (whole < bytes.length) ftruncateSync(this.#file, whole);
      if (missingNewline) writeSync(this.#file, "\n");
    } catch (cause) {
      this.close();
      throw explainWriteFailure(path, cause);
    }
  }

  /** Append one row and hand it to the operating system at once. */
  append(row: JsonlRow): void {
    if (this.#file === undefined) {
      throw new DataError(`Cannot append to ${this.path}: it was closed; open it again.`);
    }
    const bytes = Buffer.from(`${JSON.stringify(row)}\n`);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    } catch (cause) {
      throw explainWriteFailure(this.path, cause);
    }
  }

  /** Close the file; closing twice is fine. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

/**
 * All rows of a JSON lines file, in order. Empty lines are skipped; a torn last line (a crash
 * while it was written) is dropped.
 *
 * @throws DataError when the file is missing or a line before the last is not a JSON object.
 */
export async function readJsonl(path: string): Promise<Record<string, unknown>[]> {
  return parseJsonl(await readText(path), path).map(({ row }) => row);
}

/**
 * Keep only the rows that `keep` accepts, for example those up to the step of the checkpoint that
 * a run goes on from. Lines that are kept keep their bytes; the file is replaced in one go, and
 * only when something changes.
 *
 * @returns the number of rows kept
 * @throws DataError as readJsonl does; UnlabelError when the file cannot be written.
 */
export async function truncateJsonl(
  path: string,
  keep: (row: Record<string, unknown>) => boolean,
): Promise<number> {
  const text = await readText(path);
  const kept = parseJsonl(text, path).filter(({ row }) => keep(row));
  const result = kept.map(({ line }) => `${line}\n`).join("");
  if (result !== text) await writeFileAtomically(path, result);
  return kept.length;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new DataError(
      `Could not read ${path}; check that the file exists and may be read.`,
      { path },
      cause,
    );
  }
}

function parseJsonl(text: string, path: string): { line: string; row: Record<string, unknown> }[] {
  const lines = text.split("\n");
  while (lines.length > 0 && lines.at(-1)!.trim() === "") lines.pop();
  const rows: { line: string; row: Record<string, unknown> }[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const row = parseRow(line);
    if (row !== undefined) rows.push({ line, row });
    else if (index < lines.length - 1) {
      throw new DataError(
        `Line ${index + 1} of ${path} is not a JSON object (${JSON.stringify(line.slice(0, 40))}); remove or mend that line.`,
        { path, line: index + 1 },
      );
    }
  }
  return rows;
}

function parseRow(line: string): Record<string, unknown> | undefined {
  try {
    const row: unknown = JSON.parse(line);
    return typeof row === "object" && row !== null && !Array.isArray(row)
      ? (row as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** How many leading bytes are whole lines, and whether the last of these lacks its newline. */
function wholeLines(bytes: Buffer): { whole: number; missingNewline: boolean } {
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole === bytes.length) return { whole, missingNewline: false };
  const complete = parseRow(bytes.toString("utf8", whole)) !== undefined;
  return complete ? { whole: bytes.length, missingNewline: true } : { whole, missingNewline: false };
}
