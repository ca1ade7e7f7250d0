import { describe, expect, it } from "vitest";
import { trainBpe } from "../tokenizers/index.js";
import type { Per } from "./text-options.js";
import { type TextPiece, TextPieces } from "./text-pieces.js";
import { TextUnits } from "./text-units.js";

/** Texts as they come, of a file that is cut into pieces of one size. */
function unitsOf(text: string, per: Per, size: number, longest = 1 << 18) {
  const pieces = new TextPieces(longest);
  const units = new TextUnits(per, pieces);
  const taken: TextPiece[] = [];
  for (let at = 0; at < text.length; at += size) {
    units.push(text.slice(at, at + size));
    taken.push(...pieces.take());
  }
  units.finish();
  taken.push(...pieces.take());
  const texts: (readonly [line: number, text: string])[] = [];
  let held = "";
  for (const { text, ends, line } of taken) {
    held += text;
    if (!ends) continue;
    texts.push([line, held]);
    held = "";
  }
  expect(held).toBe("");
  return { texts, taken, empty: pieces.empty, cutWords: pieces.cutWords };
}

/** What is read, said another way: from the whole file. */
function independent(text: string, per: Per): (readonly [number, string])[] {
  const plain = text.replace(/\r\n|\r/g, "\n");
  if (per === "file") return plain.trim() === "" ? [] : [[1, plain]];
  const lines = plain.split("\n").map((line, i) => [i + 1, line] as const);
  if (per === "line") return lines.filter(([, line]) => line.trim() !== "");
  const found: [number, string][] = [];
  let goesOn = false;
  for (const [number, line] of lines) {
    if (line.trim() === "") goesOn = false;
    else if (goesOn) found.at(-1)![1] += `\n${line}`;
    else {
      found.push([number, line]);
      goesOn = true;
    }
  }
  return found;
}

const prose = "\r\n\r\n  one two\rthree \r\n \t\n\nfour\n\rfive  six\r\n\r\rseven\n \n";

describe.each(["line", "paragraph", "file"] as const)("texts by %s", (per) => {
  it("are the same wherever the file is cut, whatever ends its lines", () => {
    for (const text of [prose, "", "\n", "  ", "a", "a\n", "\r", prose.trimEnd(), `${prose}end`]) {
      const right = independent(text, per);
      for (let size = 1; size <= text.length + 1; size++)
        expect(unitsOf(text, per, size).texts, `${JSON.stringify(text)} by ${size}`).toEqual(right);
    }
  });

  it("are the same where they come in pieces, none of which is longer than it may be", () => {
    for (const longest of [1, 2, 3, 5, 8]) {
      const { texts, taken } = unitsOf(prose, per, 4, longest);
      for (const { text } of taken) expect(text.length).toBeLessThanOrEqual(longest);
      // White space that comes before anything else was seen may have been given away as the start of a text.
      expect(texts.map(([, text]) => text.trim()).filter(Boolean)).toEqual(
        independent(prose, per).map(([, text]) => text.trim()),
      );
    }
  });
});

it("counts lines without a text, and none behind the last line end", () => {
  expect(unitsOf("a\n\n \nb\n", "line", 100).empty).toBe(2);
  expect(unitsOf("a\n\n \nb\n\n", "paragraph", 100).empty).toBe(0);
  expect(unitsOf(" \n", "file", 100).empty).toBe(1);
});

it("cuts long texts where words end, so that they have the same tokens", async () => {
  const words = Array.from({ length: 400 }, (_, i) => `it's   word${i * i}\u3000and\ttoo!\n`).join("");
  const tokenizer = await trainBpe({ texts: [words], vocabularySize: 400 });
  const { taken, cutWords } = unitsOf(words, "file", 1000, 64);
  expect(taken.length).toBeGreaterThan(100);
  expect(cutWords).toBe(0);
  expect(taken.flatMap(({ text }) => [...tokenizer.encode(text)])).toEqual([...tokenizer.encode(words)]);
});

it("cuts words that are too long between characters, and counts them", () => {
  const { texts, taken, cutWords } = unitsOf("🙂".repeat(50), "line", 7, 5);
  expect(texts).toEqual([[1, "🙂".repeat(50)]]);
  for (const { text } of taken) expect(text).toMatch(/^(🙂)*$/u);
  expect(cutWords).toBe(taken.length - 1);
});
