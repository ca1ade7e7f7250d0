import { describe, expect, it } from "vitest";
import { TextDecoding } from "./decode-text.js";
import { utf16 } from "./made-texts.suite.js";

const text = "Grüße 🙂 «naïve» 漢字\r\nzwei\u2028\ufeffdrei 𝔘";

function decoded(bytes: Uint8Array, size: number, invalid: "refuse" | "replace" = "refuse"): string {
  const decoding = new TextDecoding("t.txt", invalid);
  let found = "";
  for (let at = 0; at < bytes.length; at += size) found += decoding.push(bytes.slice(at, at + size));
  return found + decoding.finish();
}

describe("a text", () => {
  it.each([
    ["UTF-8", new TextEncoder().encode(text)],
    ["UTF-8 with a mark", new TextEncoder().encode(`\ufeff${text}`)],
    ["UTF-16 with the low byte first", utf16(text, "little")],
    ["UTF-16 with the high byte first", utf16(text, "big")],
  ])("in %s is the same wherever it is cut", (_, bytes) => {
    for (let size = 1; size <= bytes.length; size++) expect(decoded(bytes, size)).toBe(text);
  });

  it("may be short or empty", () => {
    for (const short of ["", "a", "ü", "🙂"]) expect(decoded(new TextEncoder().encode(short), 1)).toBe(short);
    expect(decoded(utf16(""), 1)).toBe("");
  });
});

describe("bytes that are no text", () => {
  const bad = (...bytes: number[]) => Uint8Array.from([...new TextEncoder().encode("words, ü "), ...bytes]);
  it.each([
    ["a byte that begins nothing", bad(0xff, 65), 10],
    ["a byte that goes on with nothing", bad(65, 0x80, 65), 11],
    ["a character that is cut short", bad(0xe2, 0x82, 65), 10],
    ["a character that the file cuts short, at its end", bad(0xf0, 0x9f, 0x99), 12],
    ["a surrogate, at its second byte", bad(0xed, 0xa0, 0x80), 11],
    ["a letter in two bytes too many", bad(0xc0, 0xaf), 10],
  ])("are refused by their place: %s", (_, bytes, at) => {
    for (let size = 1; size <= bytes.length; size++)
      expect(() => decoded(bytes, size)).toThrow(`at byte ${at}), and it has no mark of UTF-16`);
    expect(decoded(bytes, 3, "replace")).toBe(new TextDecoder().decode(bytes));
  });

  it("are refused in UTF-16, too", () => {
    const cut = utf16("words and more").subarray(0, -1);
    expect(() => decoded(cut, 5)).toThrow("but is damaged or cut short after byte");
    const lone = Buffer.concat([utf16("words"), Uint8Array.of(0x00, 0xd8), Buffer.from("ab", "utf16le")]);
    expect(() => decoded(lone, 100)).toThrow("but is damaged or cut short after byte");
    expect(decoded(lone, 4, "replace")).toBe("words\ufffdab");
    expect(() => decoded(Buffer.from("\ufeffa\0b", "utf16le"), 100)).toThrow("but holds zeros");
  });

  it("are refused where they are zeros, or another kind of file", () => {
    expect(() => decoded(Uint8Array.of(65, 66, 0, 67), 2)).toThrow("t.txt holds a zero byte at byte 2");
    expect(() => decoded(Uint8Array.of(65, 66, 0, 67), 2, "replace")).toThrow("zero byte");
    expect(() => decoded(Buffer.from("%PDF-1.7 and so on"), 1)).toThrow(
      "t.txt is no text but a PDF: extract its text first.",
    );
  });
});
