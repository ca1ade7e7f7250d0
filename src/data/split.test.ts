import { describe, expect, it } from "vitest";
import { DataError } from "../errors.js";
import type { Source } from "./index.js";
import { labelBudget, labelled, split, subset, takePerClass, withClasses } from "./index.js";
import { numbered, numbersIn } from "./made-data.suite.js";

/** 300 samples: classes a (200), b (80), c (10), and 10 without a label. */
const names = (i: number) => (i < 200 ? "a" : i < 280 ? "b" : i < 290 ? "c" : null);
const source = numbered(300, names);

const idsOf = (view: Source) => Array.from({ length: view.length }, (_, i) => view.id(i));
async function counts(view: Source): Promise<number[]> {
  const { values } = (await view.labels())!;
  return [-1, 0, 1, 2].map((label) => values.filter((value) => value === label).length);
}

describe("views", () => {
  it("read through to the source, also a view of a view", async () => {
    const view = subset(subset(source, [299, 250, 5, 6]), [1, 1, 3]);
    expect(numbersIn((await view.read([2, 0])).images)).toEqual([6, 250]);
    expect(idsOf(view)).toEqual(["picture 250", "picture 250", "picture 6"]);
    expect(await view.labels()).toEqual({
      values: Int32Array.of(1, 1, 0),
      classNames: ["a", "b", "c"],
      missing: 0,
    });
    expect(view.shape).toEqual(source.shape);
    expect(() => subset(source, [300])).toThrow(RangeError);
    await expect(async () => view.read([3])).rejects.toThrow(RangeError);
  });

  it("number classes by another list", async () => {
    const view = withClasses(source, ["c", "z", "b", "a"]);
    const { values, missing } = (await view.labels())!;
    expect([values[0], values[200], values[280], values[299], missing]).toEqual([3, 2, 0, -1, 10]);
    await expect(withClasses(source, ["a", "b"]).labels()).rejects.toThrow(
      / of the \d+ samples of .* are of classes that are not among the 2 expected \(a, b\): c \(\d+\)/,
    );
  });
});

describe("split", () => {
  it("cuts into two parts that together are all, by seed", async () => {
    for (const stratified of [false, true]) {
      const [part, rest] = await split(source, { fraction: 0.25, seed: 1, stratified });
      expect([part.length, rest.length]).toEqual([75, 225]);
      expect(new Set([...idsOf(part), ...idsOf(rest)]).size).toBe(300);
      const [again] = await split(source, { fraction: 0.25, seed: 1, stratified });
      const [other] = await split(source, { fraction: 0.25, seed: 2, stratified });
      expect(idsOf(again)).toEqual(idsOf(part));
      expect(idsOf(other)).not.toEqual(idsOf(part));
    }
  });

  it("keeps proportions when stratified", async () => {
    const [part] = await split(source, { fraction: 0.3, seed: 1, stratified: true });
    expect(await counts(part)).toEqual([3, 60, 24, 3]);
    await expect(split(numbered(9, null), { fraction: 0.3, seed: 1, stratified: true })).rejects.toThrow(
      /no labels/,
    );
    await expect(split(numbered(2, null), { fraction: 0.01, seed: 1 })).rejects.toThrow(DataError);
  });
});

describe("label budgets", () => {
  it("keep proportions, and lie within each other", async () => {
    const small = await labelBudget(source, { count: 29 }, 4);
    const large = await labelBudget(source, { fraction: 0.5 }, 4);
    expect(await counts(small)).toEqual([0, 20, 8, 1]);
    expect(await counts(large)).toEqual([0, 100, 40, 5]);
    const held = new Set(idsOf(large));
    for (const id of idsOf(small)) expect(held.has(id)).toBe(true);
    expect(idsOf(await labelBudget(source, { count: 29 }, 5))).not.toEqual(idsOf(small));
    await expect(labelBudget(source, { count: 291 }, 1)).rejects.toThrow(
      /290 labelled samples, fewer than the 291/,
    );
  });

  it("take as many of every class", async () => {
    expect(await counts(await takePerClass(source, 10, 0))).toEqual([0, 10, 10, 10]);
    await expect(takePerClass(source, 11, 0)).rejects.toThrow(/has 10 samples of class c, fewer than the 11/);
    expect((await labelled(source)).length).toBe(290);
    const full = subset(source, [0, 250]);
    expect(await labelled(full)).toBe(full);
  });
});
