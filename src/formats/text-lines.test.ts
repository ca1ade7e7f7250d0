import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DataError } from "../errors.js";
import { textLines } from "./text-lines.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lines-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function linesIn(path: string, atOnce: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of textLines(path, atOnce)) lines.push(line);
  return lines;
}

test.each(["", "one", "one\n", "\n\none\n\n", "ä€😀\nfin\n€", "a\r\nb"])(
  "lines of %j are the same however small the pieces are",
  async (text) => {
    const path = join(folder, "text");
    await writeFile(path, text);
    const expected = text.split("\n");
    if (expected.at(-1) === "") expected.pop();
    for (const atOnce of [1, 2, 3, 5, 1000]) expect(await linesIn(path, atOnce)).toEqual(expected);
  },
);

test("what is no file is said, and nothing waits for a pipe", async () => {
  await expect(linesIn(folder, 10)).rejects.toThrow(DataError);
  await expect(linesIn(folder, 10)).rejects.toThrow("it is a folder and not a file");
  await expect(linesIn(join(folder, "none"), 10)).rejects.toThrow("it does not exist");
  await expect(linesIn("/dev/null", 10)).rejects.toThrow("it is a pipe or a device and not a file");
});
