import { expect, it } from "vitest";
import { folds, type Source } from "./index.js";
import { numbered } from "./made-data.suite.js";

/** 103 samples in class order: a (80), b (20), and 3 without a label. */
const source = numbered(103, (i) => (i < 80 ? "a" : i < 100 ? "b" : null));
const idsOf = (view: Source) => Array.from({ length: view.length }, (_, i) => view.id(i));

it("asks every labelled sample once, beside all others, classes in their proportions", async () => {
  const cut = await folds(source, { count: 5, seed: 1 });
  expect(new Set(cut.flatMap(({ part }) => idsOf(part))).size).toBe(100);
  for (const { part, rest } of cut) {
    const { values } = (await part.labels())!;
    expect([0, 1].map((label) => values.filter((value) => value === label).length)).toEqual([16, 4]);
    expect(new Set([...idsOf(part), ...idsOf(rest)]).size).toBe(100);
  }
  const again = await folds(source, { count: 5, seed: 1 });
  const other = await folds(source, { count: 5, seed: 2 });
  expect(idsOf(again[0]!.part)).toEqual(idsOf(cut[0]!.part));
  expect(idsOf(other[0]!.part)).not.toEqual(idsOf(cut[0]!.part));
});

it("refuses parts that would be none, or empty", async () => {
  await expect(folds(source, { count: 1, seed: 0 })).rejects.toThrow("a whole number from 2 to 100");
  await expect(folds(source, { count: 101, seed: 0 })).rejects.toThrow("cannot be cut into 101 parts");
});
