import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { put, temporaryFolder } from "./made-data.suite.js";
import { decodeTableText, readTableText } from "./read-table-text.js";

const text = "path,label\r\ngröße.png,日本 🦊\r\n";
const utf16 = (order: "le" | "be") => {
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
};

describe("the text of a table", () => {
  it("is read as UTF-8, or as UTF-16 of either order by its mark", () => {
    expect(decodeTableText(Buffer.from(text), "t")).toBe(text);
    expect(decodeTableText(Buffer.from(`\ufeff${text}`), "t")).toBe(text);
    expect(decodeTableText(utf16("le"), "t")).toBe(text);
    expect(decodeTableText(utf16("be"), "t")).toBe(text);
    expect(decodeTableText(new Uint8Array(), "t")).toBe("");
  });

  it("is refused with the line where it is neither", () => {
    expect(() => decodeTableText(Buffer.from("path,label\na.png,M\xfcller\n", "latin1"), "t.csv")).toThrow(
      "t.csv line 2 holds bytes that are not UTF-8 (0xFC), and it has no mark of UTF-16: save it as UTF-8.",
    );
    for (const [bytes, culprit] of [
      [[0xe9, 0x0a], "0xE9"],
      [[0xc3, 0xa9, 0xff], "0xFF"],
      [[0x61, 0x80], "0x80"],
      [[0xf0, 0x9f, 0x61], "0xF0"],
    ] as const)
      expect(() => decodeTableText(Uint8Array.from(bytes), "t")).toThrow(`not UTF-8 (${culprit})`);
    // The mark of UTF-32.
    expect(() => decodeTableText(Buffer.from("\ufeff\0a\0,\0", "utf16le"), "t")).toThrow(
      /holds zeros, as UTF-32/,
    );
    // Cut inside the last letter.
    expect(() => decodeTableText(Buffer.from("a\r\nb\rc\nü").subarray(0, -1), "t")).toThrow(/t line 4 holds/);
    expect(() => decodeTableText(utf16("le").subarray(2), "t")).toThrow(/t line 1 holds a zero byte.*UTF-16/);
    expect(() => decodeTableText(utf16("le").subarray(0, -1), "t")).toThrow(
      /mark of UTF-16LE, but is cut short/,
    );
    expect(() => decodeTableText(Buffer.from("PK\x03\x04 and so on"), "t.xlsx")).toThrow(
      /t.xlsx is a spreadsheet/,
    );
  });

  it("comes from a file, not from a folder, a pipe or nowhere", async () => {
    const folder = await temporaryFolder();
    expect(await readTableText(await put(folder, "t.csv", text), "labels file")).toBe(text);
    await mkdir(join(folder, "d.csv"));
    execFileSync("mkfifo", [join(folder, "pipe.csv")]);
    for (const [name, reason] of [
      ["d.csv", "is a folder"],
      ["pipe.csv", "is no regular file"],
      ["none.csv", "does not exist"],
    ] as const)
      await expect(readTableText(join(folder, name), "labels file")).rejects.toThrow(
        `The labels file ${join(folder, name)} ${reason}: give the path of a CSV file`,
      );
  });
});
