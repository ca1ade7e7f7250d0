import { DataError } from "../errors.js";

/** One row of a table of text, and the line that it begins in, from 1. */
export type CsvRow = { readonly cells: readonly string[]; readonly line: number };

/** Characters of a row, at most: a quote that is never closed would take the rest of a file for one cell. */
const longestRow = 1 << 26;

/**
 * Reads CSV as it comes, however large it is: only the row that has begun is held. As RFC 4180 says, quoted cells may hold
 * delimiters, line ends and doubled quotes. The delimiter is the most frequent of comma, semicolon, tab and bar in the
 * first line; line ends may be of any kind; a byte order mark, empty lines and a first line such as `sep=;` are passed over.
 *
 * Its methods throw DataError with the line when a row has more or fewer cells than the header, when a quote is not
 * closed, or when a row is longer than `longest` characters.
 */
export class CsvRows {
  private held = "";
  private begun = false;
  private line = 1;
  /** What `held` must have before it is looked at: twice as much as last time, so that one long row takes no longer. */
  private wanted = 0;
  private delimiter: string | null;
  private ends = /$/;
  private readonly longest: number;
  /** Names of the columns, once the first row was read. */
  columns: readonly string[] | null = null;

  /** @param delimiter null to find it in the first line */
  constructor(
    private readonly name: string,
    { delimiter = null, longest = longestRow }: { delimiter?: string | null; longest?: number } = {},
  ) {
    this.delimiter = delimiter;
    this.longest = longest;
  }

  /** The rows that are whole with this piece. */
  push(piece: string): CsvRow[] {
    this.held += piece;
    if (this.held.length < this.wanted) return [];
    const rows = this.take(false);
    this.wanted = rows.length === 0 ? 2 * this.held.length : 0;
    if (this.held.length > this.longest)
      throw new DataError(
        `${this.name} line ${this.line} begins a row of more than ${this.longest} characters: a quote in it may not be closed.`,
        { name: this.name, line: this.line },
      );
    return rows;
  }

  /** The rows that are left; there is no more. @throws DataError when there was no header either */
  finish(): CsvRow[] {
    const rows = this.take(true);
    if (this.columns === null)
      throw new DataError(`${this.name} is empty: its first line should name the columns.`, {
        name: this.name,
      });
    return rows;
  }

  private take(isLast: boolean): CsvRow[] {
    if (!this.begin(isLast)) return [];
    const rows: CsvRow[] = [];
    let at = 0;
    for (;;) {
      const row = this.rowAt(at, isLast);
      if (row === null) break;
      at = row.end;
      const { line } = this;
      this.line += row.lines;
      const kept = this.kept(row.cells, line);
      if (kept) rows.push({ cells: row.cells, line });
      if (at >= this.held.length) break;
    }
    this.held = this.held.slice(at);
    return rows;
  }

  /** Passes over what stands before the header; false where more must be known. */
  private begin(isLast: boolean): boolean {
    if (this.begun) return this.held !== "";
    const body = this.held.charCodeAt(0) === 0xfeff ? this.held.slice(1) : this.held;
    if (!isLast && !/[^\r\n][\r\n]+[^\r\n]/.test(body)) return false;
    // Spreadsheets write such a line, and read it again.
    const [separator, said] = /^"?sep=([,;\t|])"?(?=[\r\n])/i.exec(body) ?? ["", undefined];
    this.delimiter ??= said ?? delimiterOf(body);
    this.ends = new RegExp(`[\r\n${this.delimiter === "|" ? "\\|" : this.delimiter}]`, "g");
    this.held = body.slice(separator.length);
    this.begun = true;
    return this.held !== "";
  }

  /** Whether a row is one of the table: not the header, and not an empty line. */
  private kept(cells: readonly string[], line: number): boolean {
    if (cells.length === 1 && cells[0]!.trim() === "") return false;
    if (this.columns === null) {
      this.columns = cells;
      return false;
    }
    if (cells.length === this.columns.length) return true;
    throw new DataError(
      `${this.name} line ${line} has ${cells.length} cells, but the header has ${this.columns.length}: put quotes around cells that hold the delimiter.`,
      { name: this.name, line, cells: cells.length, columns: this.columns },
    );
  }

  /** The row at a place, where it ends and how many lines it has; null where its end is not there yet. */
  private rowAt(from: number, isLast: boolean): { cells: string[]; end: number; lines: number } | null {
    const { held: text, delimiter, ends } = this;
    const cells: string[] = [];
    let lines = 1;
    for (let at = from; ; ) {
      let cell = "";
      if (text[at] === '"') {
        const close = closingQuote(text, at + 1);
        if (close < 0 && isLast)
          throw new DataError(
            `${this.name} line ${this.line + lines - 1} opens a quote that is never closed.`,
            {
              name: this.name,
              line: this.line + lines - 1,
            },
          );
        // The last character may be the first of two quotes.
        if (close < 0 || (close + 1 === text.length && !isLast)) return null;
        const inside = text.slice(at + 1, close);
        lines += inside.split(/\r\n|\r|\n/).length - 1;
        cell = inside.replaceAll('""', '"');
        at = close + 1;
      }
      ends.lastIndex = at;
      const end = ends.exec(text)?.index ?? text.length;
      if (end === text.length && !isLast) return null;
      cells.push(cell + text.slice(at, end));
      at = end + 1;
      if (end < text.length && text[end] === delimiter) continue;
      if (text[end] !== "\r") return { cells, end: Math.min(at, text.length), lines };
      if (at === text.length && !isLast) return null;
      return { cells, end: text[at] === "\n" ? at + 1 : at, lines };
    }
  }
}

function delimiterOf(text: string): string {
  const first = /^[\r\n]*([^\r\n]*)/.exec(text)![1]!.replace(/"[^"]*"/g, "");
  const counted = [",", ";", "\t", "|"].map((mark) => ({ mark, count: first.split(mark).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}
