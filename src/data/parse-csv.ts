import { CsvRows } from "./csv-rows.js";

/** A table of text: every row has one cell a column. */
export type CsvTable = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The line that each row begins in, from 1. */
  readonly lines: readonly number[];
};

/**
 * Parses CSV that is there as a whole, as `CsvRows` reads it.
 *
 * @throws DataError with the line when a row has more or fewer cells than the header, when a quote
 *   is not closed, or when there is no header
 */
export function parseCsv(text: string, name: string): CsvTable {
  const reader = new CsvRows(name, { longest: Number.POSITIVE_INFINITY });
  const found = [...reader.push(text), ...reader.finish()];
  return {
    columns: reader.columns!,
    rows: found.map(({ cells }) => cells),
    lines: found.map(({ line }) => line),
  };
}
