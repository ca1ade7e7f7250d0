import { DataError } from "../errors.js";

/** A table of text: every row has one cell a column. */
export type CsvTable = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The line that each row begins in, from 1. */
  readonly lines: readonly number[];
};

/**
 * Parses CSV as RFC 4180 says: quoted cells may hold delimiters, line ends and doubled quotes. The
 * delimiter is the most frequent of comma, semicolon, tab and bar in the first line; line ends may be
 * of any kind; a byte order mark, empty lines and a first line such as `sep=;` are passed over.
 *
 * @throws DataError with the line when a row has more or fewer cells than the header, when a quote
 *   is not closed, or when there is no header
 */
export function parseCsv(text: string, name: string): CsvTable {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  // Spreadsheets write such a line, and read it again.
  const [separator, said] = /^"?sep=([,;\t|])"?(?=[\r\n])/i.exec(body) ?? ["", undefined];
  let columns: readonly string[] | null = null;
  const rows: string[][] = [];
  const lines: number[] = [];
  for (const { cells, line } of csvRows(body, said ?? delimiterOf(body), separator.length, name)) {
    if (cells.length === 1 && cells[0]!.trim() === "") continue;
    if (columns === null) columns = cells;
    else if (cells.length === columns.length) {
      rows.push(cells);
      lines.push(line);
    } else {
      throw new DataError(
        `${name} line ${line} has ${cells.length} cells, but the header has ${columns.length}: put quotes around cells that hold the delimiter.`,
        { name, line, cells: cells.length, columns },
      );
    }
  }
  if (columns === null)
    throw new DataError(`${name} is empty: its first line should name the columns.`, { name });
  return { columns, rows, lines };
}

function delimiterOf(text: string): string {
  const first = /^[\r\n]*([^\r\n]*)/.exec(text)![1]!.replace(/"[^"]*"/g, "");
  const counted = [",", ";", "\t", "|"].map((mark) => ({ mark, count: first.split(mark).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

/** Cells row by row; every turn of the loop takes at least one character, so it always ends. */
function* csvRows(
  text: string,
  delimiter: string,
  start: number,
  name: string,
): Generator<{ cells: string[]; line: number }> {
  const ends = new RegExp(`[\r\n${delimiter === "|" ? "\\|" : delimiter}]`, "g");
  let line = 1;
  let rowLine = 1;
  let cells: string[] = [];
  for (let at = start; at <= text.length; ) {
    let cell: string;
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      if (close < 0) {
        throw new DataError(`${name} line ${line} opens a quote that is never closed.`, { name, line });
      }
      const inside = text.slice(at + 1, close);
      line += inside.split(/\r\n|\r|\n/).length - 1;
      cell = inside.replaceAll('""', '"');
      at = close + 1;
    } else cell = "";
    ends.lastIndex = at;
    const end = ends.exec(text)?.index ?? text.length;
    cells.push(cell + text.slice(at, end));
    at = end + 1;
    if (text[end] === delimiter) continue;
    if (text[end] === "\r" && text[at] === "\n") at++;
    yield { cells, line: rowLine };
    cells = [];
    rowLine = ++line;
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}
