import { join } from "node:path";
import { decodedFile } from "./decoded-file.js";
import type { Table } from "./table.js";
import type { TextColumns } from "./text-columns.js";
import type { Per, ReadingSettings } from "./text-options.js";
import { type TextPiece, TextPieces } from "./text-pieces.js";
import { TextUnits } from "./text-units.js";

/** How the texts of files are read. */
export type Reads =
  | { readonly per: Per }
  | { readonly table: (reading: ReadingEvents) => Table; readonly columns: TextColumns };

export interface ReadingEvents extends Pick<ReadingSettings, "invalid" | "signal"> {
  readonly onBytes?: ((count: number) => void) | undefined;
  /** Of a file that are read at once. */
  readonly atOnce?: number | undefined;
}

/** What is told of the texts that were read so far. */
export interface ReadingCounts {
  /** Lines or cells without a text, which are left out. */
  empty: number;
  /** Words too long to be held, which were cut. */
  cutWords: number;
}

/**
 * The texts of files, in order, some pieces at a time. What is held is a piece of a file, the text that has begun up to
 * `longestPiece` characters, and, of a table, the row.
 *
 * @param onFile called before the texts of each file, with its place
 * @throws DataError for a file that is no text, and for a row that cannot be read
 */
export async function* corpusTexts(
  folder: string,
  files: readonly string[],
  reads: Reads,
  events: ReadingEvents,
  counts: ReadingCounts,
  onFile: (at: number) => void = () => {},
  pieces = new TextPieces(),
): AsyncGenerator<readonly TextPiece[], void, undefined> {
  for (const [at, file] of files.entries()) {
    onFile(at);
    if ("per" in reads) yield* linesOf(join(folder, file), reads.per, events, pieces);
    else yield* rowsOf(reads.table(events), reads.columns, pieces);
  }
  counts.empty += pieces.empty;
  counts.cutWords += pieces.cutWords;
}

async function* linesOf(path: string, per: Per, events: ReadingEvents, pieces: TextPieces) {
  const units = new TextUnits(per, pieces);
  for await (const piece of decodedFile(path, events)) {
    units.push(piece);
    yield pieces.take();
  }
  units.finish();
  yield pieces.take();
}

async function* rowsOf(table: Table, columns: TextColumns, pieces: TextPieces) {
  for await (const rows of table.rows(columns)) {
    for (const { line, text, label } of rows) {
      pieces.begin(line, label);
      const plain = text ?? "";
      pieces.add(plain.includes("\r") ? plain.replace(/\r\n?/g, "\n") : plain);
      pieces.end();
    }
    yield pieces.take();
  }
}
