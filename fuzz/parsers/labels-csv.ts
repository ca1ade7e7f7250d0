import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { openImages, parseCsv, readTableText } from "#rooms/data";
import { expectThat, type Parser, type Sample } from "../parser.js";

const names = ["a/one.png", "a/two.png", "b/one.png", "b/größe.png"];

export const labelsCsv: Parser = {
  name: "labels-csv",
  reads: "tables of labels: text, rows, and the pictures they name",
  ending: "csv",
  words: [
    "path",
    "label",
    "one.png",
    "a/one.png",
    "../../etc/passwd",
    '"',
    '""',
    ",",
    ";",
    "\t",
    "sep=;",
    "cat",
  ],
  async prepare(folder) {
    const pictures = join(folder, "pictures");
    for (const [i, name] of names.entries()) {
      await mkdir(join(pictures, name, ".."), { recursive: true });
      const create = { width: 4, height: 4, channels: 3, background: { r: 60 * i, g: 9, b: 200 } } as const;
      await sharp({ create }).png().toFile(join(pictures, name));
    }
    const table = join(folder, "labels.csv");
    return {
      samples,
      async read(input, _, random) {
        await writeFile(table, input);
        const text = await readTableText(table, "labels file");
        const { columns, rows } = parseCsv(text, table);
        const right = independent(text);
        expectThat(
          JSON.stringify([columns, ...rows]) === JSON.stringify(right),
          `rows ${JSON.stringify([columns, ...rows]).slice(0, 300)} where there are ${JSON.stringify(right).slice(0, 300)}`,
        );
        // Decoding the pictures takes much longer than reading the table.
        if (random.chance(0.2)) await compareLabels(pictures, table, right);
      },
    };
  },
};

async function compareLabels(pictures: string, table: string, rows: readonly string[][]): Promise<void> {
  const source = await openImages(pictures, { labels: table, cacheFolder: "none" });
  try {
    const labels = await source.labels();
    const { values, classNames, missing, notes } = labels!;
    expectThat(values.length === names.length, "a label for each picture");
    expectThat(missing === values.filter((value) => value < 0).length, "another number without a label");
    expectThat((notes ?? []).length > 0, "nothing was said of what matched");
    const cells = new Set(rows.flat().map((cell) => cell.trim().normalize("NFC")));
    for (const name of classNames) expectThat(cells.has(name), `the class ${name} stands in no cell`);
  } finally {
    await source.close();
  }
}

const text = (name: string, content: string): Sample => ({
  name,
  form: "text",
  bytes: new TextEncoder().encode(content),
});
const rows = names.map((name, i) => [name, i % 2 === 0 ? "cat" : "dog"]);

const samples: readonly Sample[] = [
  text("commas", `path,label\n${rows.map((row) => row.join()).join("\n")}\n`),
  text("semicolons", `\ufefflabel;path\r\n${rows.map(([a, b]) => `${b};${a}`).join("\r\n")}`),
  text(
    "quotes",
    `"path","label","note"\n${rows.map(([a, b]) => `"${a}","${b}","a ""quoted"",\nword"`).join("\n")}\n`,
  ),
  text("separator", `sep=|\npath|label\n${rows.map((row) => row.join("|")).join("\n")}\n`),
  {
    name: "UTF-16",
    form: "bytes",
    bytes: Buffer.from(`\ufeffpath\tlabel\n${rows.map((row) => row.join("\t")).join("\n")}\n`, "utf16le"),
  },
];

/** RFC 4180 character by character. What follows a closing quote is the cell's too; rows that are empty are none. */
function independent(content: string): string[][] {
  let body = content.replace(/^\ufeff/, "");
  let delimiter = /^"?sep=([,;\t|])"?(?=[\r\n])/i.exec(body)?.[1];
  if (delimiter !== undefined) body = body.slice(body.search(/[\r\n]/));
  else {
    const first = body
      .replace(/^[\r\n]+/, "")
      .split(/[\r\n]/)[0]!
      .replace(/"[^"]*"/g, "");
    const times = (mark: string) => first.split(mark).length;
    delimiter = [",", ";", "\t", "|"].reduce((best, mark) => (times(mark) > times(best) ? mark : best));
  }
  const found: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let [atStart, quoted] = [true, false];
  const endCell = () => {
    row.push(cell);
    [cell, atStart] = ["", true];
  };
  const endRow = () => {
    endCell();
    if (row.length > 1 || row[0]!.trim() !== "") found.push(row);
    row = [];
  };
  for (let i = 0; i < body.length; i++) {
    const character = body[i]!;
    if (quoted && character === '"' && body[i + 1] === '"') [cell, i] = [`${cell}"`, i + 1];
    else if (quoted && character === '"') quoted = false;
    else if (quoted) cell += character;
    else if (character === '"' && atStart) [quoted, atStart] = [true, false];
    else if (character === delimiter) endCell();
    else if (character === "\n" || character === "\r") endRow();
    else [cell, atStart] = [cell + character, false];
  }
  endRow();
  return found;
}
