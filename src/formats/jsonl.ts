import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { stat } from "node:fs/promises";
import { DataError } from "../errors.js";
import { explainWriteFailure, writeFileAtomically } from "./atomic-file.js";
import { longestLine, textLines } from "./text-lines.js";

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
      const { begin, end, isWhole } = lastLine(path, this.#file);
      if (isWhole) writeSync(this.#file, "\n");
      else if (begin < end) ftruncateSync(this.#file, begin);
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
  const rows: Record<string, unknown>[] = [];
  for await (const { row } of rowsOf(path)) rows.push(row);
  return rows;
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
  let kept = 0;
  let bytes = 0;
  for await (const { line, row } of rowsOf(path)) {
    if (!keep(row)) continue;
    kept++;
    bytes += Buffer.byteLength(line) + 1;
  }
  // Lines that are kept are the file's own: as many bytes are the same bytes.
  if (bytes !== (await stat(path)).size) await writeFileAtomically(path, keptLines(path, keep));
  return kept;
}

async function* keptLines(
  path: string,
  keep: (row: Record<string, unknown>) => boolean,
): AsyncGenerator<string, void, undefined> {
  let piece = "";
  for await (const { line, row } of rowsOf(path)) {
    if (keep(row)) piece += `${line}\n`;
    if (piece.length < 1 << 20) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

/** Rows with the lines they stand on; a last one that is no row is left out. */
async function* rowsOf(
  path: string,
): AsyncGenerator<{ readonly line: string; readonly row: Record<string, unknown> }, void, undefined> {
  let number = 0;
  let torn: { readonly number: number; readonly line: string } | null = null;
  for await (const line of textLines(path)) {
    number++;
    if (line.trim() === "") continue;
    if (torn !== null) {
      throw new DataError(
        `Line ${torn.number} of ${path} is not a JSON object (${JSON.stringify(torn.line.slice(0, 40))}); remove or mend that line.`,
        { path, line: torn.number },
      );
    }
    const row = parseRow(line);
    if (row === undefined) torn = { number, line };
    else yield { line, row };
  }
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

/** Whether the bytes after the last line end are a whole row, and where they begin. */
function lastLine(
  path: string,
  file: number,
  atOnce = 1 << 16,
): { begin: number; end: number; isWhole: boolean } {
  const { size } = fstatSync(file);
  const piece = Buffer.alloc(atOnce);
  let tail: Buffer = Buffer.alloc(0);
  for (let at = size; at > 0; ) {
    const from = Math.max(0, at - atOnce);
    const read = piece.subarray(0, readSync(file, piece, 0, at - from, from));
    const newline = read.lastIndexOf(0x0a);
    tail = Buffer.concat([read.subarray(newline + 1), tail]);
    if (newline >= 0) break;
    if (tail.length > longestLine)
      throw new DataError(
        `The last line of ${path} is longer than ${longestLine} bytes; move the file away.`,
        {
          path,
        },
      );
    at = from;
  }
  const isWhole = tail.length > 0 && parseRow(tail.toString("utf8")) !== undefined;
  return { begin: size - tail.length, end: size, isWhole };
}
