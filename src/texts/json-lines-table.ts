import { DataError, shorten } from "../errors.js";
import { decodedFile } from "./decoded-file.js";
import { labelOf, type OpenTable, rowsLookedAt, type TextRow } from "./table.js";
import { isWords } from "./text-columns.js";

/** Characters of a line, at most. */
const longestLine = 1 << 26;

type Row = Readonly<Record<string, unknown>>;

/** Texts in JSON lines: one object a line. A line is held at a time, and a piece of the file. */
export const openJsonLines: OpenTable = (path, reading) => ({
  async head() {
    const words = new Map<string, boolean>();
    let seen = 0;
    const look = (rows: readonly NumberedRow[]) => {
      seen += rows.length;
      for (const { row } of rows)
        for (const [name, cell] of Object.entries(row))
          words.set(name, words.get(name) === true || isWords(cell));
    };
    const lines = new JsonLines(path);
    for await (const piece of decodedFile(path, { ...reading, onBytes: undefined })) {
      look(lines.push(piece));
      if (seen >= rowsLookedAt) break;
    }
    if (seen < rowsLookedAt) look(lines.push("\n"));
    if (seen === 0) throw new DataError(`${path} is empty: expected one JSON object a line.`, { path });
    return { columns: [...words.keys()], hasTexts: [...words.values()] };
  },
  async *rows({ text, label }) {
    const lines = new JsonLines(path);
    const textRows = (rows: readonly NumberedRow[]): TextRow[] =>
      rows.map(({ row, line }) => ({
        line,
        text: textOf(row, text.name, path, line),
        label: label === null ? null : labelOf(own(row, label.name)),
      }));
    for await (const piece of decodedFile(path, reading)) yield textRows(lines.push(piece));
    yield textRows(lines.push("\n"));
  },
});

interface NumberedRow {
  readonly row: Row;
  readonly line: number;
}

class JsonLines {
  private held = "";
  private line = 1;

  constructor(private readonly path: string) {}

  push(piece: string): NumberedRow[] {
    const rows: NumberedRow[] = [];
    const end = piece.lastIndexOf("\n");
    if (end < 0) {
      this.held += piece;
      if (this.held.length > longestLine)
        throw new DataError(
          `Line ${this.line} of ${this.path} has more than ${longestLine} characters: expected one JSON object a line.`,
          { path: this.path, line: this.line },
        );
      return rows;
    }
    for (const text of (this.held + piece.slice(0, end)).split("\n")) {
      if (text.trim() !== "") rows.push({ row: rowOf(text, this.path, this.line), line: this.line });
      this.line++;
    }
    this.held = piece.slice(end + 1);
    return rows;
  }
}

function rowOf(line: string, path: string, number: number): Row {
  let found: unknown;
  try {
    found = JSON.parse(line);
  } catch {
    found = null;
  }
  if (typeof found === "object" && found !== null && !Array.isArray(found)) return found as Row;
  throw new DataError(
    `Line ${number} of ${path} is not a JSON object (${shorten(line)}): mend or remove that line.`,
    { path, line: number },
  );
}

/** What an object says itself, whatever a name such as __proto__ would find. */
function own(row: Row, name: string): unknown {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

function textOf(row: Row, name: string, path: string, line: number): string | null {
  const cell = own(row, name);
  if (cell === undefined || cell === null) return null;
  if (typeof cell === "string") return cell;
  throw new DataError(
    `Line ${line} of ${path} holds no text in ${shorten(name)} but ${kindOf(cell)}: choose a column of texts with \`textColumn\`.`,
    { path, line },
  );
}

/** What stands in the place of a text; lists and objects may be too deep to be written again. */
function kindOf(cell: unknown): string {
  if (typeof cell === "object") return Array.isArray(cell) ? "a list" : "an object";
  return String(cell);
}
