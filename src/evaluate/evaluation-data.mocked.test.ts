import { afterEach, describe, expect, it, vi } from "vitest";
import type { ImageSource } from "../data/index.js";
import { DataError } from "../errors.js";
import type { DataConfig } from "../kinds/index.js";
import type { RunConfig } from "../setup/index.js";
import { openEvaluationData, unlearnable } from "./evaluation-data.js";

/** Parts of sources that are open, and the classes of a path's samples. */
const open = new Set<string>();
const classes = new Map<string, readonly string[]>([
  ["photos", ["cat", "dog"]],
  ["birds", ["owl"]],
  ["half labelled", ["cat", "dog", "cow"]],
  ["depths", Array.from({ length: 1000 }, (_, i) => (i / 7).toFixed(3))],
  ["people", Array.from({ length: 1000 }, (_, i) => `person ${i}`)],
]);
const sourceOf = ({ path, split }: DataConfig): ImageSource => {
  if (path === "single" && split === "test") throw new DataError("There is no test part.", { split });
  const name = `${path} ${split ?? "train"}`;
  open.add(name);
  const classNames = classes.get(path) ?? ["cat", "dog"];
  const half = path === "half labelled";
  const values = Int32Array.from({ length: 1000 }, (_, i) => (half && i % 2 ? -1 : i % classNames.length));
  const source: Partial<ImageSource> = {
    name,
    length: 1000,
    id: (i) => `${i}`,
    labels: async () =>
      path === "plain" || name === "flat test" ? null : { values, classNames, missing: half ? 500 : 0 },
    close: async () => void open.delete(name),
  };
  return source as ImageSource;
};
vi.mock("../samples/index.js", async (original) => ({
  ...(await original<object>()),
  openAs: async (data: DataConfig) => sourceOf(data),
  openRunData: async ({ data }: { data: DataConfig }) => sourceOf(data),
}));
afterEach(() => open.clear());

const config = (path: string, method = "simclr") =>
  ({
    data: { path, split: null, holdout: 300, most: null, limit: null },
    places: { data: null, labels: null, pair: null },
    method: { name: method, options: {} },
  }) as RunConfig;
const opened = (path: string, options: object = {}) =>
  openEvaluationData(config(path), { run: "run", ...options });

describe("openEvaluationData", () => {
  it("judges by the test part, else by what the run held out, else by a fifth; and closes what it opened", async () => {
    const parts = await opened("photos", { testLimit: 40 });
    expect(parts).toMatchObject({ trainName: "photos train", testName: "photos test" });
    expect([parts.train.length, parts.test.length]).toEqual([1000, 40]);
    expect([...open]).toEqual(["photos train", "photos test"]);
    await parts.close();
    expect([...open]).toEqual([]);

    const heldOut = await opened("single");
    expect(heldOut.testName).toBe("300 samples of single train that the run held out");
    expect([heldOut.train.length, heldOut.test.length]).toEqual([700, 300]);
    await heldOut.close();

    const told: string[] = [];
    const flat = await opened("flat", { split: "train", onNote: (sentence: string) => told.push(sentence) });
    expect(flat.testName).toBe("a random fifth of flat train");
    expect(told).toEqual([
      "flat test has no labels, so its pictures cannot judge: some of the labelled ones are kept apart to do it.",
    ]);
    await flat.close();
    expect([...open]).toEqual([]);

    const fifth = await opened("photos", { data: "single" });
    expect(fifth).toMatchObject({ testName: "a random fifth of single train" });
    expect([fifth.train.length, fifth.test.length]).toEqual([800, 200]);
    await fifth.close();
    expect([...open]).toEqual([]);
  });

  it("leaves nothing open where there are no labels, other classes, or no way to divide", async () => {
    await expect(opened("plain")).rejects.toThrow("has no labels, and an evaluation needs some");
    const { data, ...rest } = config("plain");
    const asMade = openEvaluationData({ ...rest, data: { ...data, labels: "none" } }, { run: "run" });
    await expect(asMade).rejects.toThrow(
      'has no labels, as the run was made with `labels: "none"`, and an evaluation',
    );
    expect([...open]).toEqual([]);
    await expect(opened("photos", { test: "birds" })).rejects.toThrow(
      "1000 of the 1000 samples of birds train are of classes that are not among the 2 expected (cat, dog): owl (1000).",
    );
    expect([...open]).toEqual([]);
    const unknown = openEvaluationData(config("single", "none"), { run: "run" });
    await expect(unknown).rejects.toThrow("no method called none");
    expect([...open]).toEqual([]);
  });

  it("refuses labels that measure nothing, and tells with counts where some are missing", async () => {
    await expect(opened("birds")).rejects.toThrow("but all 1000 labels of birds train are owl");
    await expect(opened("depths")).rejects.toThrow(
      "the labels of depths train are real numbers, 1000 different ones of 1000 samples (such as 0.000, 0.143, 0.286)",
    );
    await expect(opened("people")).rejects.toThrow(
      "each of the 1000 labelled samples of people train is alone",
    );
    expect([...open]).toEqual([]);
    const half = await opened("half labelled");
    expect([half.train.length, half.test.length]).toEqual([500, 500]);
    expect(half.warnings).toEqual([
      "500 of the 1000 samples of half labelled train have no label and take no part.",
      "500 of the 1000 samples of half labelled test have no label and take no part.",
    ]);
    await half.close();
  });

  it("tells of test samples that no labelled sample can teach, and of a test part of one class", () => {
    const classNames = ["cat", "dog", "owl"];
    const said = (train: number[], test: number[]) =>
      unlearnable({ trainLabels: Int32Array.from(train), testLabels: Int32Array.from(test), classNames });
    expect(said([0, 1, 0, 1], [0, 1, 2, 2])).toEqual([
      "2 of the 4 test samples are of a class that no labelled sample has (owl): whatever is measured gets them wrong.",
    ]);
    expect(said([0, 1], [1, 1, 1])).toEqual([
      "All 3 test samples are dog: who always says that is right, so accuracies say little.",
    ]);
    expect(said([0, 1, 2], [0, 1, 1])).toEqual([]);
  });
});
