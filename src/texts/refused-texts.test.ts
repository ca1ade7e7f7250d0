import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { madeFile, madeFolder, opening } from "./made-texts.suite.js";
import { openTexts } from "./open-texts.js";

describe("what is refused", () => {
  const refusal = async (path: string, options = {}) =>
    openTexts(path, { cacheFolder: "none", ...options }).then(
      () => "nothing",
      (error: Error) =>
        `${error.name}: ${error.message.replaceAll(/\/[^ ]*unlabel-texts-[A-Za-z0-9]*/g, "DIR")}`,
    );

  it("refuses invalid UTF-8 with its place, unless it is to be replaced", async () => {
    const path = madeFile(
      "a.txt",
      Buffer.concat([Buffer.from("grün\n".repeat(100)), Buffer.from([0xe4, 0x62])]),
    );
    expect(await refusal(path)).toBe(
      'DataError: DIR/a.txt holds bytes that are not UTF-8 (0xE4 at byte 600), and it has no mark of UTF-16: save it as UTF-8, or set `invalid: "replace"` to read such bytes as U+FFFD.',
    );
    const source = await opening(path, { invalid: "replace" });
    expect(await source.text(100)).toBe("\ufffdb");
  });

  it("refuses files that are no text", async () => {
    expect(await refusal(madeFile("a.txt", Uint8Array.of(65, 66, 67, 0, 1, 2, 3, 4, 5)))).toContain(
      "holds a zero byte at byte 3, so it is no text",
    );
    expect(await refusal(madeFile("a.docx", Buffer.from("PK\x03\x04 and more")))).toBe(
      "DataError: DIR/a.docx is no text but a spreadsheet, a document or an archive: save what is in it as plain text or CSV.",
    );
    expect(await refusal(madeFile("a.csv", Buffer.from("\x1f\x8b\x08 and more", "latin1")))).toContain(
      "packed with gzip",
    );
    expect(await refusal(madeFile("a.txt", Uint8Array.of(0xff, 0xfe, 65, 0, 66)))).toContain(
      "damaged or cut short",
    );
    expect(await refusal(madeFile("a.parquet", "no parquet at all"))).toContain("it is no Parquet file");
  });

  it("refuses what has no text", async () => {
    expect(await refusal(madeFile("a.txt", ""))).toBe(
      "DataError: There is no text in DIR/a.txt: give texts with words in them.",
    );
    expect(await refusal(madeFile("a.txt", "\n \n\n"))).toContain("only 3 empty lines");
    expect(await refusal(madeFolder())).toBe(
      "DataError: The folder DIR is empty; expected texts (txt, text, md).",
    );
    expect(await refusal(madeFolder({ "a.csv": "text\nb\n" }))).toContain(
      "or give a table itself, such as DIR/a.csv",
    );
    expect(await refusal(join(madeFolder({ "corpus.txt": "a" }), "corpus.tx"))).toContain(
      "Did you mean DIR/corpus.txt?",
    );
    expect(await refusal(madeFile("a.csv", "text,label\n"))).toContain("There is no text in");
    expect(await refusal(madeFile("a.jsonl", "\n"))).toContain("is empty: expected one JSON object a line");
  });

  it("refuses columns that are not there, and rows that are broken, by their lines", async () => {
    expect(await refusal(madeFile("a.csv", "a,b\nx y,z w\n"))).toBe(
      "DataError: DIR/a.csv should have one column with texts, or one called text, sentence, content, body, message or review, but its columns are a, b; choose one with `textColumn`.",
    );
    expect(await refusal(madeFile("a.csv", "a,b\nx y,1\n"), { textColumn: "c" })).toContain(
      "should have the column c",
    );
    expect(await refusal(madeFile("a.csv", "a,b\nx y,1\n"), { labelColumn: "c" })).toContain(
      "choose one with `labelColumn`",
    );
    expect(await refusal(madeFile("a.jsonl", '{"text": "a"}\n\n{"text": \n'))).toBe(
      'DataError: Line 3 of DIR/a.jsonl is not a JSON object ({"text": ): mend or remove that line.',
    );
    expect(await refusal(madeFile("a.jsonl", '{"text": "a"}\n{"text": 5}\n'))).toContain(
      "Line 2 of DIR/a.jsonl holds no text in text but 5",
    );
    const deep = `{"text": ${"[".repeat(9000)}${"]".repeat(9000)}}`;
    expect(await refusal(madeFile("a.jsonl", `{"text": "a"}\n${deep}`))).toContain(
      "holds no text in text but a list",
    );
    expect(await refusal(madeFile("a.csv", 'text\n"a\n'))).toContain(
      "line 2 opens a quote that is never closed",
    );
  });

  it("refuses options that make no sense", async () => {
    const path = madeFile("a.txt", "a few words\n");
    expect(await refusal(path, { longest: 2 })).toBe(
      "ConfigError: `longest` is 2, and 2 tokens stand beside every text: set it to 3 or more.",
    );
    expect(await refusal(path, { cut: "windows" })).toContain(
      "has 13 tokens, fewer than the 128 of one window",
    );
    expect(await refusal(path, { cut: "windows", labels: "folders" })).toContain("`labels` are of texts");
    expect(await refusal(path, { tokenizer: { kind: "bpe", vocabularySize: 9000 } })).toContain(
      "`vocabularySize`",
    );
    expect(await refusal(path, { tokenizer: { kind: "bytes", vocabularySize: 9000 } })).toContain(
      "has 256 entries",
    );
    expect(await refusal(path, { tokenizer: { kind: "words" } })).toContain(
      "is one of bytes, characters, bpe, wordpiece",
    );
    expect(await refusal(path, { per: "word" })).toBe(
      'ConfigError: `per` takes line, paragraph, file, but got "word".',
    );
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    const reason = new Error("enough");
    const path = madeFile("a.txt", "a few words\n".repeat(50_000));
    const opened = openTexts(path, {
      cacheFolder: "none",
      signal: stop.signal,
      onProgress: () => stop.abort(reason),
    });
    await expect(opened).rejects.toBe(reason);
  });
});
