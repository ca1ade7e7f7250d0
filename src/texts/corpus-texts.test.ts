import { describe, expect, it } from "vitest";
import { byteTokenizer } from "../tokenizers/index.js";
import { corpusTexts } from "./corpus-texts.js";
import { openCsv } from "./csv-table.js";
import { openJsonLines } from "./json-lines-table.js";
import { madeFolder, opening, parquet } from "./made-texts.suite.js";
import { openParquet } from "./parquet-table.js";
import { longestPiece } from "./text-pieces.js";
import { tokenise } from "./tokenise.js";

const atOnce = 4096;
const mebibyte = 1 << 20;
const words = "some words that go on, ";

/** Reads a file, and tells how many bytes of it were held at most: read, and not given away yet. */
async function mostHeld(name: string, content: string | Uint8Array, reads: "line" | "file" | typeof openCsv) {
  const folder = madeFolder({ [name]: content });
  let [read, given, most, pieces, longest] = [0, 0, 0, 0, 0];
  const column = { at: 0, name: "text" };
  const counts = { empty: 0, cutWords: 0 };
  const batches = corpusTexts(
    folder,
    [name],
    typeof reads === "string"
      ? { per: reads }
      : { table: (events) => reads(`${folder}/${name}`, events), columns: { text: column, label: null } },
    {
      ...{ invalid: "refuse", signal: null, atOnce },
      onBytes: (count) => {
        read += count;
      },
    },
    counts,
  );
  for await (const batch of batches) {
    // What is given away is held until it is taken.
    most = Math.max(most, read - given);
    for (const { text } of batch) {
      given += text.length;
      pieces++;
      longest = Math.max(longest, text.length);
    }
  }
  return { most, pieces, longest, given, ...counts };
}

describe("of a file of some megabytes", () => {
  it("a line of 5 MB is never held as a whole", async () => {
    const line = words.repeat((5 * mebibyte) / words.length);
    for (const per of ["line", "file"] as const) {
      const held = await mostHeld("t.txt", `${line}\nshort\n`, per);
      expect(held.given).toBeGreaterThan(line.length);
      expect(held.longest).toBeLessThanOrEqual(longestPiece);
      expect(held.most).toBeLessThanOrEqual(longestPiece + 2 * atOnce);
      expect(held.cutWords).toBe(0);
    }
  });

  it("a word of 5 MB is cut, and counted", async () => {
    const held = await mostHeld("t.txt", "a".repeat(5 * mebibyte), "line");
    expect(held).toMatchObject({ given: 5 * mebibyte, cutWords: 19, pieces: 20 });
    expect(held.most).toBeLessThanOrEqual(longestPiece + 2 * atOnce);
  });

  it("a piece and a row are held, of lines and of tables", async () => {
    const row = words.repeat(10);
    const count = (2 * mebibyte) / row.length;
    const lines = Array.from({ length: count }, () => row);
    // Line ends are not given away.
    expect((await mostHeld("t.txt", lines.join("\n"), "line")).most - count).toBeLessThan(3 * atOnce);
    const csv = `text\n${lines.map((line) => `"${line}"`).join("\n")}\n`;
    // Nor are quotes, two more a row.
    expect((await mostHeld("t.csv", csv, openCsv)).most - 3 * count).toBeLessThan(3 * atOnce);
    const json = lines.map((text) => JSON.stringify({ text })).join("\n");
    const around = JSON.stringify({ text: "" }).length + 1;
    expect((await mostHeld("t.jsonl", json, openJsonLines)).most - around * count).toBeLessThan(3 * atOnce);
  });

  it("a row group is held of a Parquet file", async () => {
    const texts = Array.from({ length: 4000 }, (_, i) => `${i} ${words.repeat(5)}`);
    const bytes = parquet(
      [{ name: "text", data: texts, type: "STRING", codec: "UNCOMPRESSED", encoding: "PLAIN" }],
      100,
    );
    const { most, given } = await mostHeld("t.parquet", bytes, openParquet);
    expect(given).toBe(texts.join("").length);
    // The length of each text is four bytes that are not given away.
    expect(most - 4 * 4000).toBeLessThan(2 * 100 * texts[0]!.length);
  });
});

it("tokens and entries are handed on before there are many", async () => {
  const batch = Array.from({ length: 3000 }, (_, i) => ({
    text: `text ${i} `.repeat(20),
    ends: true,
    line: i,
    label: null,
  }));
  let handed = 0;
  let [tokens, entries] = [0, 0];
  async function* batches() {
    yield batch;
  }
  const facts = await tokenise(
    batches(),
    byteTokenizer(),
    {
      async tokens(bytes) {
        handed = Math.max(handed, bytes.length);
        tokens += bytes.length;
      },
      async entries(bytes) {
        handed = Math.max(handed, bytes.length);
        entries += bytes.length;
      },
    },
    {
      limits: { texts: Number.POSITIVE_INFINITY, tokens: Number.POSITIVE_INFINITY },
      counts: { empty: 0, cutWords: 0 },
      hasLabels: false,
      file: () => 0,
    },
  );
  expect(tokens).toBe(2 * facts.tokens);
  expect(facts.tokens).toBeGreaterThan(4 * (1 << 16));
  expect(entries).toBe(16 * 3001);
  expect(handed).toBeLessThanOrEqual(2 * (1 << 16));
});

it("a long line is one sample, cut at `longest`, and its windows are all of it", async () => {
  const folder = madeFolder({ "t.txt": `${words.repeat(100_000)}\n` });
  const source = await opening(`${folder}/t.txt`, { longest: 30 });
  expect(source.length).toBe(1);
  const { tokens } = await source.read([0]);
  expect(source.tokenizer.decode(tokens, { specials: "skip" })).toBe(words.repeat(2).slice(0, 28));
  // A person is shown much of it, not all.
  expect((await source.text(0)) === words.repeat(50_000).slice(0, 1 << 20)).toBe(true);
  const windows = await opening(`${folder}/t.txt`, { cut: "windows", longest: words.length });
  expect(windows.length).toBe(100_000);
  expect(await windows.text(77_777)).toBe(words);
});
