import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { split, subset } from "../data/index.js";
import { byteTokenizer, trainCharacters } from "../tokenizers/index.js";
import { idsOf, madeFile, madeFolder, opening, parquet, readAll, utf16 } from "./made-texts.suite.js";

describe("what is read", () => {
  it("reads each line of a file, whatever ends it, and leaves empty ones out", async () => {
    const source = await opening(madeFile("lines.txt", "one\r\ntwo\n\n  \nthree\rfour\n"));
    expect(await readAll(source)).toEqual(["one", "two", "three", "four"]);
    expect(idsOf(source)).toEqual(["lines.txt:1", "lines.txt:2", "lines.txt:5", "lines.txt:6"]);
    expect(source.notes.join(" ")).toContain("2 lines or cells are empty and left out.");
    expect(source.kind).toBe("text");
  });

  it("reads paragraphs, and a file as one text", async () => {
    const path = madeFile("prose.txt", "\n\nfirst line\n  second\r\n \nnext\n\n\nlast ");
    const paragraphs = await opening(path, { per: "paragraph" });
    expect(await readAll(paragraphs)).toEqual(["first line\n  second", "next", "last "]);
    expect(idsOf(paragraphs)).toEqual(["prose.txt:3", "prose.txt:6", "prose.txt:9"]);
    const whole = await opening(path, { per: "file" });
    expect(await readAll(whole)).toEqual(["\n\nfirst line\n  second\n \nnext\n\n\nlast "]);
    expect(idsOf(whole)).toEqual(["prose.txt"]);
  });

  it("reads UTF-16 by its mark, and UTF-8 with one", async () => {
    for (const bytes of [
      utf16("Grüße 🙂\nzwei", "little"),
      utf16("Grüße 🙂\nzwei", "big"),
      Buffer.from("\ufeffGrüße 🙂\nzwei"),
    ])
      expect(await readAll(await opening(madeFile("a.txt", bytes)))).toEqual(["Grüße 🙂", "zwei"]);
  });

  it("reads a folder: each file a text, class folders as labels", async () => {
    const files = {
      "pos/b.txt": "good",
      "pos/a.md": "fine\nindeed",
      "neg/c.text": "bad",
      "neg/.x.txt": "no",
      "neg/d.bin": "no",
    };
    const source = await opening(madeFolder(files));
    expect(idsOf(source)).toEqual(["neg/c.text", "pos/a.md", "pos/b.txt"]);
    expect(await readAll(source)).toEqual(["bad", "fine\nindeed", "good"]);
    const labels = (await source.labels())!;
    expect([...labels.values].map((value) => labels.classNames[value])).toEqual(["neg", "pos", "pos"]);
    const lines = await opening(madeFolder(files), { per: "line" });
    expect(idsOf(lines)).toEqual(["neg/c.text:1", "pos/a.md:1", "pos/a.md:2", "pos/b.txt:1"]);
    expect([...(await lines.labels())!.values]).toEqual([0, 1, 1, 1]);
  });

  it("reads the train folder where there is a test folder, and labels of files from a CSV", async () => {
    const folder = madeFolder({
      "train/a.txt": "a",
      "train/b.txt": "b",
      "test/c.txt": "c",
      "labels.csv": "file,label\na.txt,x\nb.txt,y\n",
    });
    const source = await opening(folder, { labels: join(folder, "labels.csv") });
    expect(idsOf(source)).toEqual(["a.txt", "b.txt"]);
    const labels = (await source.labels())!;
    expect(labels.classNames).toEqual(["x", "y"]);
    expect(labels.notes![0]).toContain("2 of 2 rows name a text, 2 of 2 texts have a label");
    expect(idsOf(await opening(folder, { split: "test" }))).toEqual(["c.txt"]);
  });

  it("reads a CSV with line ends in quotes, and its labels, sorted as numbers are", async () => {
    const csv = 'id,label,text\r\n1,10,"two\r\nlines, ""quoted"""\r\n2,9,plain\r\n3,,\r\n4,,last\r\n';
    const source = await opening(madeFile("t.csv", csv));
    expect(await readAll(source)).toEqual(['two\nlines, "quoted"', "plain", "last"]);
    expect(idsOf(source)).toEqual(["t.csv:2", "t.csv:4", "t.csv:6"]);
    const labels = (await source.labels())!;
    expect(labels.classNames).toEqual(["9", "10"]);
    expect([...labels.values]).toEqual([1, 0, -1]);
    expect(labels.missing).toBe(1);
  });

  it("reads a TSV, JSON lines and Parquet by the only column with texts", async () => {
    const tsv = await opening(madeFile("t.tsv", "number\twords\n1\ta b\n2\tc d\n"));
    expect(await readAll(tsv)).toEqual(["a b", "c d"]);
    const lines = '{"n": 1, "words": "a b", "class": true}\n\n{"words": "c d", "class": null}\n{"n": 3}\n';
    const json = await opening(madeFile("t.jsonl", lines));
    expect(await readAll(json)).toEqual(["a b", "c d"]);
    expect(idsOf(json)).toEqual(["t.jsonl:1", "t.jsonl:3"]);
    expect((await json.labels())!.classNames).toEqual(["true"]);
    const bytes = parquet(
      [
        { name: "n", data: [1, 2, 3], type: "INT32" },
        { name: "words", data: ["a b", "c d", "e"], type: "STRING" },
        { name: "label", data: [7, 8, 7], type: "INT32" },
      ],
      2,
    );
    const table = await opening(madeFile("t.parquet", bytes));
    expect(await readAll(table)).toEqual(["a b", "c d", "e"]);
    expect(idsOf(table)).toEqual(["t.parquet:1", "t.parquet:2", "t.parquet:3"]);
    expect([...(await table.labels())!.values]).toEqual([0, 1, 0]);
  });
});

describe("samples", () => {
  const tokenizer = byteTokenizer({
    specials: ["padding", "beginning", "end"],
    frame: { opening: ["beginning"], closing: ["end"] },
  });
  const a = 3 + "a".charCodeAt(0);

  it("frames texts, cuts them at `longest` and fills with -1", async () => {
    const source = await opening(madeFile("t.txt", "ab\nabcdef\n"), { tokenizer, longest: 5 });
    expect([...(await source.read([1, 0])).tokens]).toEqual([1, a, a + 1, a + 2, 2, 1, a, a + 1, 2, -1]);
    expect(await source.text(1)).toBe("abcdef");
    expect(source.notes).toEqual([
      expect.stringMatching(/^2 texts with 8 tokens in .*t\.txt, 1\.00 characters a token\.$/),
      "1 of the 2 texts has more than 3 tokens and is cut there: set `longest` to a larger number to keep more.",
    ]);
  });

  it("cuts windows out of all texts, one after the other, each with its end", async () => {
    const folder = madeFolder({ "1.txt": "ab\ncd", "2.txt": "e" });
    const source = await opening(folder, { tokenizer, longest: 4, cut: "windows" });
    const newline = 3 + 10;
    expect([...(await source.read([0])).tokens]).toEqual([a, a + 1, newline, a + 2]);
    expect(source.length).toBe(2);
    expect([...(await source.read([1])).tokens]).toEqual([a + 3, 2, a + 4, 2]);
    expect(idsOf(source)).toEqual(["1.txt#0", "1.txt#4"]);
    expect(source.hasLabels).toBe(false);
    const lines = await opening(folder, { tokenizer, longest: 3, cut: "windows", per: "line" });
    expect([...(await lines.read([1])).tokens]).toEqual([a + 2, a + 3, 2]);
    expect(idsOf(lines)).toEqual(["1.txt:1#0", "1.txt:2#3"]);
    expect(lines.notes[1]).toBe("2 windows of 3 tokens; the last 2 tokens fill none and are left out.");
  });

  it("takes the first samples of a limit, and files evenly", async () => {
    const path = madeFile("t.txt", "a\nb\nc\nd\n");
    expect(await readAll(await opening(path, { limit: 2 }))).toEqual(["a", "b"]);
    const windows = await opening(path, { tokenizer, limit: 3, cut: "windows", longest: 2 });
    expect(windows.length).toBe(3);
    expect(windows.notes[0]).toContain("a part of it, as `limit` says");
    const folder = madeFolder({ "a/1.txt": "1", "a/2.txt": "2", "b/3.txt": "3", "b/4.txt": "4" });
    expect(idsOf(await opening(folder, { limit: 2 }))).toEqual(["a/1.txt", "b/3.txt"]);
  });

  it("holds out the end of what is cut into windows, and any of texts", async () => {
    const path = madeFile("t.txt", "abcdefghij\n".repeat(9));
    const windows = await opening(path, { tokenizer, cut: "windows", longest: 10 });
    const [heldOut, rest] = await split(windows, { fraction: 0.2, seed: 0 });
    expect([windows.length, idsOf(heldOut)]).toEqual([10, ["t.txt#80", "t.txt#90"]]);
    expect(idsOf(rest)).toEqual(idsOf(windows).slice(0, 8));
    const lines = await opening(path, { tokenizer });
    const drawn = await Promise.all(
      [0, 1, 2].map(async (seed) => idsOf((await split(lines, { fraction: 0.3, seed }))[0]).join()),
    );
    expect(new Set(drawn).size).toBeGreaterThan(1);
  });

  it("reads a part of a source in its order, with its texts", async () => {
    const source = await opening(madeFile("t.txt", "a\nb\nc\n"));
    const part = subset(source, [2, 0]);
    expect([await part.text(0), await part.text(1), part.id(0)]).toEqual(["c", "a", "t.txt:3"]);
  });

  it("tells equal samples by their fingerprints, whatever their padding", async () => {
    const path = madeFile("t.txt", "a\nb\na\n");
    const [short, long] = [await opening(path), await opening(path, { longest: 200 })];
    const prints = await short.fingerprints!();
    expect(prints[0]).toBe(prints[2]);
    expect(prints[0]).not.toBe(prints[1]);
    expect(await long.fingerprints!()).toEqual(prints);
  });

  it("learns a vocabulary from the texts first", async () => {
    const path = madeFile("t.txt", "to be or not to be\nthat is the question\n".repeat(20));
    const source = await opening(path, { tokenizer: { kind: "characters" } });
    const trained = await trainCharacters({ texts: ["to be or not to be", "that is the question"] });
    expect(source.tokenizer.vocabulary).toEqual(trained.vocabulary);
    expect(await source.text(1)).toBe("that is the question");
    const pairs = await opening(path, { tokenizer: { kind: "bpe", vocabularySize: 270 } });
    expect(pairs.tokenizer.vocabulary.length).toBe(270);
    const words = await opening(path, { tokenizer: { kind: "wordpiece", vocabularySize: 46 } });
    expect(await words.text(0)).toBe("to be or not to be");
    const { tokens } = await words.read([0]);
    expect(tokens[0]).toBe(words.tokenizer.specials.classification);
  });

  it("leaves names of special tokens in a text as text", async () => {
    const source = await opening(madeFile("t.txt", "a [MASK] b\n"));
    const { tokens } = await source.read([0]);
    expect([...tokens]).not.toContain(source.tokenizer.specials.mask);
    expect(await source.text(0)).toBe("a [MASK] b");
  });
});
