import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DataError } from "../errors.js";
import { JsonlWriter, readJsonl, truncateJsonl } from "./jsonl.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "jsonl-"));
  path = join(folder, "metrics.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

function write(rows: readonly Record<string, unknown>[]): void {
  const writer = new JsonlWriter(path);
  for (const row of rows) writer.append(row);
  writer.close();
}

test("rows come back in order, also when appended later", async () => {
  write([
    { step: 1, loss: 2.5 },
    { step: 2, note: "line\nbreak \u2028 é" },
  ]);
  write([{ step: 3 }]);
  expect(await readJsonl(path)).toEqual([
    { step: 1, loss: 2.5 },
    { step: 2, note: "line\nbreak \u2028 é" },
    { step: 3 },
  ]);
});

test("a file cut anywhere gives the whole rows before the cut, and can be continued", async () => {
  const rows = [{ step: 1, text: "é{}" }, { step: 2, list: [{ a: 1 }] }, { step: 3 }];
  write(rows);
  const whole = await readFile(path);
  const ends = rows.map((_, i) =>
    Buffer.byteLength(
      rows
        .slice(0, i + 1)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(""),
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length), async (cut) => {
      await writeFile(path, whole.subarray(0, cut));
      // A row is whole when only its newline is missing.
      const kept = rows.slice(0, ends.filter((end) => end - 1 <= cut).length);
      expect(await readJsonl(path)).toEqual(kept);
      write([{ step: 9 }]);
      expect(await readJsonl(path)).toEqual([...kept, { step: 9 }]);
    }),
    { numRuns: 40 },
  );
});

test("truncating keeps the bytes of the rows kept and drops a torn line", async () => {
  await writeFile(path, '{"step": 1}\n\n{"step":2,"x":1.50}\n{"step":3}\n{"ste');
  expect(await truncateJsonl(path, (row) => Number(row.step) <= 2)).toBe(2);
  expect(await readFile(path, "utf8")).toBe('{"step": 1}\n{"step":2,"x":1.50}\n');
  const before = (await stat(path)).ino;
  expect(await truncateJsonl(path, () => true)).toBe(2);
  expect((await stat(path)).ino).toBe(before);
});

test("a bad line before the last is an error with its number", async () => {
  await writeFile(path, '{"step":1}\n{"st\n{"step":3}\n');
  await expect(readJsonl(path)).rejects.toThrow(DataError);
  await expect(readJsonl(path)).rejects.toThrow(/Line 2 of .*metrics\.jsonl/);
});

test("missing files, missing folders and closed writers are said plainly", async () => {
  await expect(readJsonl(path)).rejects.toThrow(/Could not read .*check that the file exists/);
  expect(() => new JsonlWriter(join(folder, "no", "a.jsonl"))).toThrow(/folder does not exist/);
  const writer = new JsonlWriter(path);
  writer.close();
  writer.close();
  expect(() => writer.append({})).toThrow(/was closed/);
});
