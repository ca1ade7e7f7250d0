import { CsvRows } from "../data/index.js";
import { decodedFile } from "./decoded-file.js";
import { labelOf, type OpenTable, rowsLookedAt } from "./table.js";
import { isWords } from "./text-columns.js";

/** Texts in a CSV or TSV file; a row is held at a time, and a piece of the file. */
export const openCsv: OpenTable = (path, reading) => ({
  async head() {
    const reader = new CsvRows(path);
    const words = new Set<number>();
    let seen = 0;
    const look = (rows: ReturnType<CsvRows["push"]>) => {
      seen += rows.length;
      for (const { cells } of rows)
        for (const [at, cell] of cells.entries()) if (isWords(cell)) words.add(at);
    };
    for await (const piece of decodedFile(path, { ...reading, onBytes: undefined })) {
      look(reader.push(piece));
      if (seen >= rowsLookedAt) break;
    }
    if (seen < rowsLookedAt) look(reader.finish());
    const columns = reader.columns!;
    return { columns, hasTexts: columns.map((_, at) => words.has(at)) };
  },
  async *rows({ text, label }) {
    const reader = new CsvRows(path);
    const textRows = (rows: ReturnType<CsvRows["push"]>) =>
      rows.map(({ cells, line }) => ({
        line,
        text: cells[text.at]!,
        label: label === null ? null : labelOf(cells[label.at]),
      }));
    for await (const piece of decodedFile(path, reading)) yield textRows(reader.push(piece));
    yield textRows(reader.finish());
  },
});
