import { afterEach, describe, expect, it, vi } from "vitest";
import type { ImageSource } from "../data/index.js";
import { DataError } from "../errors.js";
import type { DataConfig, RunConfig } from "../train/index.js";
import { openEvaluationData } from "./evaluation-data.js";

/** Parts of sources that are open, and the classes of a path's samples. */
const open = new Set<string>();
const classes = new Map<string, readonly string[]>([
  ["photos", ["cat", "dog"]],
  ["birds", ["owl"]],
]);
const sourceOf = ({ path, split }: DataConfig): ImageSource => {
  if (path === "single" && split === "test") throw new DataError("There is no test part.", { split });
  const name = `${path} ${split ?? "train"}`;
  open.add(name);
  const classNames = classes.get(path) ?? ["cat", "dog"];
  const values = Int32Array.from({ length: 1000 }, (_, i) => i % classNames.length);
  const source: Partial<ImageSource> = {
    name,
    length: 1000,
    id: (i) => `${i}`,
    labels: async () => (path === "plain" ? null : { values, classNames, missing: 0 }),
    close: async () => void open.delete(name),
  };
  return source as ImageSource;
};
vi.mock("../train/index.js", async (original) => ({
  ...(await original<object>()),
  openAs: async (data: DataConfig) => sourceOf(data),
  openRunData: async ({ data }: { data: DataConfig }) => sourceOf(data),
}));
afterEach(() => open.clear());

const config = (path: string, method = "simclr") =>
  ({
    data: { path, split: null, holdout: 300, most: null, limit: null },
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

    const fifth = await opened("photos", { data: "single" });
    expect(fifth).toMatchObject({ testName: "a random fifth of single train" });
    expect([fifth.train.length, fifth.test.length]).toEqual([800, 200]);
    await fifth.close();
    expect([...open]).toEqual([]);
  });

  it("leaves nothing open where there are no labels, other classes, or no way to divide", async () => {
    await expect(opened("plain")).rejects.toThrow("has no labels, and an evaluation needs some");
    expect([...open]).toEqual([]);
    await expect(opened("photos", { test: "birds" })).rejects.toThrow(DataError);
    expect([...open]).toEqual([]);
    const unknown = openEvaluationData(config("single", "none"), { run: "run" });
    await expect(unknown).rejects.toThrow("no method called none");
    expect([...open]).toEqual([]);
  });
});
