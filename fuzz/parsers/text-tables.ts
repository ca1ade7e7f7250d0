import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { CsvRows, parseCsv } from "#rooms/data";
import { expectThat, type Parser, type Sample } from "../parser.js";
import { decoded, expectSame, textsOf } from "./text-files.js";

const texts = ["a few words", 'said "so",\nand more', "größer; 漢字 🙂", "", "words", "the last"];
const labels = ["a", "b", "a", "b", "", "b"];
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const sample = (name: string, text: string, form: Sample["form"] = "text"): Sample => ({
  ...{ name, form, bytes: new TextEncoder().encode(text) },
});

export const textCsv: Parser = {
  name: "text-csv",
  reads: "texts in CSV files",
  ending: "csv",
  words: ["text", "label", "content", '"', '""', ",", ";", "\t", "sep=;", "\r\n"],
  async prepare(folder) {
    const path = join(folder, "t.csv");
    const rows = (mark: string) => texts.map((text, i) => `${labels[i]}${mark}${quoted(text)}`);
    return {
      samples: [
        sample("commas", ["label,text", ...rows(",")].join("\n")),
        sample("tabs", ["label\ttext", ...rows("\t")].join("\r\n")),
        sample("mark", `\ufeff${["class;Text ", ...rows(";")].join("\r")}\r`),
      ],
      async read(input, _, random) {
        await writeFile(path, input);
        const found = await textsOf(path, { textColumn: "text" });
        const text = decoded(input, true);
        const table = parseCsv(text, path);
        expectThat(
          JSON.stringify(inPieces(text, 1 + random.below(40))) ===
            JSON.stringify([table.columns, ...table.rows]),
          "other rows where the file is cut",
        );
        const at = table.columns.indexOf(columnOf(table.columns));
        expectSame(found, table.rows.map((row) => plain(row[at]!)).filter(Boolean));
      },
    };
  },
};

export const textJsonLines: Parser = {
  name: "text-json-lines",
  reads: "texts in JSON lines",
  ending: "jsonl",
  words: ["text", "label", "__proto__", "null", "\ud800", "\n\n"],
  // Messages show the line that is wrong.
  quotes: true,
  async prepare(folder) {
    const path = join(folder, "t.jsonl");
    const rows = texts.map((text, i) => JSON.stringify({ text, label: labels[i], n: i }));
    return {
      samples: [
        sample("rows", rows.join("\n"), "json"),
        sample("spaced", `${rows.join("\r\n\r\n")}\r\n`, "json"),
        sample("few", `${JSON.stringify({ text: "words" })}\n{}\n${JSON.stringify({ text: null })}`, "json"),
      ],
      async read(input) {
        await writeFile(path, input);
        const found = await textsOf(path, { textColumn: "text" });
        const lines = decoded(input, true).split("\n");
        const right = lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as object);
        const name = columnOf([...new Set(right.flatMap((row) => Object.keys(row)))]);
        const cells = right.map((row) =>
          Object.hasOwn(row, name) ? (row as Record<string, unknown>)[name] : null,
        );
        expectSame(found, cells.map((cell) => plain((cell as string | null) ?? "")).filter(Boolean));
      },
    };
  },
};

export const textParquet: Parser = {
  name: "text-parquet",
  reads: "texts in Parquet files",
  ending: "parquet",
  cost: 2,
  words: ["PAR1", "text", "label", "schema"],
  async prepare(folder) {
    const path = join(folder, "t.parquet");
    const table = (
      codec: "SNAPPY" | "UNCOMPRESSED",
      rowGroupSize: number,
      encoding: "PLAIN" | "RLE_DICTIONARY" | "DELTA_LENGTH_BYTE_ARRAY" | "DELTA_BYTE_ARRAY",
    ): Uint8Array =>
      new Uint8Array(
        parquetWriteBuffer({
          rowGroupSize,
          columnData: [
            { name: "text", data: texts, type: "STRING", codec, encoding },
            { name: "label", data: labels, type: "STRING", codec },
          ],
        }),
      );
    return {
      samples: [
        { name: "packed", form: "bytes", bytes: table("SNAPPY", 3, "PLAIN") },
        { name: "plain", form: "bytes", bytes: table("UNCOMPRESSED", 100, "PLAIN") },
        { name: "dictionary", form: "bytes", bytes: table("UNCOMPRESSED", 100, "RLE_DICTIONARY") },
        { name: "lengths", form: "bytes", bytes: table("UNCOMPRESSED", 100, "DELTA_LENGTH_BYTE_ARRAY") },
        { name: "shared", form: "bytes", bytes: table("SNAPPY", 100, "DELTA_BYTE_ARRAY") },
      ],
      async read(input) {
        await writeFile(path, input);
        // What was damaged may read well: other texts, and no way to know them.
        await textsOf(path, { textColumn: "text" });
      },
    };
  },
};

/** The column called text, else the first one of that name but for capitals and white space around it. */
function columnOf(columns: readonly string[]): string {
  const called = (column: string) =>
    column
      .trim()
      .toLowerCase()
      .normalize("NFC")
      .replace(/[\s_-]+/g, " ");
  return columns.includes("text") ? "text" : columns.find((column) => called(column) === "text")!;
}

/** A cell as a text: line ends are one, and white space alone is nothing. */
function plain(cell: string): string {
  const text = cell.replace(/\r\n?/g, "\n");
  return text.trim() === "" ? "" : text;
}

function inPieces(text: string, size: number) {
  const reader = new CsvRows("t.csv");
  const rows = [];
  for (let at = 0; at < text.length; at += size) rows.push(...reader.push(text.slice(at, at + size)));
  rows.push(...reader.finish());
  return [reader.columns, ...rows.map(({ cells }) => cells)];
}
