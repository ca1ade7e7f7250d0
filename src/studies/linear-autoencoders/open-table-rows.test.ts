import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DataError } from "../../errors.js";
import { linearOptions } from "./linear-options.js";
import { isTable, openTableRows } from "./open-table-rows.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-table-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Cells = readonly (string | number)[];

async function open(lines: readonly Cells[], options: Readonly<Record<string, unknown>> = {}) {
  const data = join(folder, "some.csv");
  await writeFile(data, lines.map((cells) => `${cells.join(",")}\n`).join(""));
  return openTableRows(linearOptions.parse({ data, ...options }));
}

const count = (n: number) => Array.from({ length: n }, (_, i) => i);
/** 55 whole rows, then one with an empty cell and one with "?". */
const mixed: readonly Cells[] = [
  ["height", "kind", "unit", "who", "", "sex"],
  ...count(55).map((i) => [i ** 2 / 8, "abc"[i % 3]!, "cm", `person ${i}`, -i, i % 5 < 2 ? "f" : "m"]),
  ["", "a", "cm", "x", 5, "f"],
  [7, "?", "cm", "y", 5, "f"],
];

describe("a table as rows of the study of linear autoencoders", () => {
  it("has numbers, and a value a kind of text, standardised by training rows", async () => {
    const rows = await open(mixed, { seed: 4 });
    expect(rows.names!.map(({ said, column }) => [said, column])).toEqual([
      ["height", 0],
      ["kind = a", 1],
      ["kind = b", 1],
      ["kind = c", 1],
      ["column 5", 4],
      ["sex = f", 5],
      ["sex = m", 5],
    ]);
    expect(rows).toMatchObject({ name: "some.csv", shape: [1, 1, 7], values: 7, scale: null });
    expect(rows.about).toBe("4 of 6 columns");
    expect(rows.notes).toBe(
      ' Columns left out: unit (constant), who (57 different values). Rows left out, for an empty cell or a "?": 2.',
    );
    expect([rows.training.length, rows.test.length]).toEqual([44 * 7, 11 * 7]);

    // Which sample a row is can be told from its fifth value, which goes down evenly with the number of the sample.
    const all = [...rows.training, ...rows.test];
    const order = count(55).map((n) => all[n * 7 + 4]!);
    const ranked = [...order].sort((a, b) => b - a);
    const samples = order.map((value) => ranked.indexOf(value));
    expect([...samples].sort((a, b) => a - b)).toEqual(count(55));
    const raw = [
      (i: number) => i ** 2 / 8,
      ...count(3).map((k) => (i: number) => (i % 3 === k ? 1 : 0)),
      (i: number) => -i,
      (i: number) => (i % 5 < 2 ? 1 : 0),
      (i: number) => (i % 5 < 2 ? 0 : 1),
    ];
    raw.forEach((value, column) => {
      const training = samples.slice(0, 44).map(value);
      const mean = training.reduce((sum, one) => sum + one, 0) / 44;
      const deviation = Math.sqrt(training.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 44);
      samples.forEach((sample, n) => {
        expect(all[n * 7 + column]).toBeCloseTo((value(sample) - mean) / deviation, 5);
      });
    });
    expect((await open(mixed, { seed: 4 })).training).toEqual(rows.training);
    expect((await open(mixed, { seed: 5 })).training).not.toEqual(rows.training);
    const fewer = await open(mixed, { samples: 20 });
    expect((fewer.training.length + fewer.test.length) / fewer.values).toBe(25);
  });

  it("is a file that ends in .csv", () => {
    expect(["a/adult.csv", "A.CSV", "mnist", "csv", "a.csv/pictures"].map(isTable)).toEqual([
      ...[true, true, false, false, false],
    ]);
  });

  it("is refused where nothing can be learned from it", async () => {
    const few = open(mixed.slice(0, 20));
    await expect(few).rejects.toThrow(/has 19 rows without an empty cell .* at least 20\. Give more rows/);
    const narrow = open(mixed.map((cells) => cells.slice(0, 4)));
    await expect(narrow).rejects.toThrow(
      /has 2 usable columns .*; left out: unit \(constant\), who \(57 different values\)\); .* at least 3\./,
    );
    const head = count(30).map((k) => `c${k}`);
    const wide = open([head, ...count(70).map((i) => head.map((_, k) => `v${(i + k) % 50}`))]);
    await expect(wide).rejects.toThrow(
      /makes 1\d{3} values a row; .* at most 1024, .* Take some columns out\./,
    );
    const missing = openTableRows(linearOptions.parse({ data: join(folder, "none.csv") }));
    await expect(missing).rejects.toThrow(DataError);
    await expect(missing).rejects.toThrow(/none\.csv does not exist: give the path of a CSV file/);
    await expect(openTableRows(linearOptions.parse({ data: folder }))).rejects.toThrow(
      /is a folder: give the path/,
    );
  });
});
