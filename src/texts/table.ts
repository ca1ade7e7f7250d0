import type { FileReading } from "./decoded-file.js";
import type { TableHead, TextColumns } from "./text-columns.js";

/** One row: its text and its label, null where the cell is empty. */
export interface TextRow {
  readonly line: number;
  readonly text: string | null;
  readonly label: string | null;
}

/** A file of rows, of which one column has texts. */
export interface Table {
  /** What tells its columns. Throws DataError where there are none. */
  head(): Promise<TableHead>;
  /** Its rows, some at a time, in order. Throws DataError for one that cannot be read, with its line. */
  rows(columns: TextColumns): AsyncGenerator<readonly TextRow[], void, undefined>;
}

/** A way to read a file as a table. */
export type OpenTable = (path: string, reading: FileReading) => Table;

/** Rows that are looked at to tell columns with texts. */
export const rowsLookedAt = 100;

/** How programs write that a cell holds nothing. */
const nothing = /^(-?nan|<na>|#n\/a)$/i;

/** The label that a cell holds. */
export function labelOf(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  const label = String(cell).trim().normalize("NFC");
  return label === "" || nothing.test(label) ? null : label;
}
