import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ImageSource } from "../../data/index.js";
import { mlp } from "../../encoders/index.js";
import type { AnyData } from "../../kinds/index.js";
import { resolveRun } from "../../settle/index.js";
import type { RunConfig } from "../../setup/index.js";
import { openComparisonData } from "./comparison-data.js";
import { makePictures } from "./made-pictures.suite.js";

const counted = vi.hoisted(() => ({ open: 0 }));
vi.mock("../../data/open-images.js", async (original) => {
  const { openImages, ...rest } = await original<{
    openImages: (...given: unknown[]) => Promise<ImageSource>;
  }>();
  return {
    ...rest,
    async openImages(...given: unknown[]) {
      const source = await openImages(...given);
      counted.open++;
      let isOpen = true;
      const close = async () => {
        if (isOpen) counted.open--;
        isOpen = false;
        await source.close();
      };
      return { ...source, close };
    },
  };
});

let folder = "";
let config: RunConfig;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-sides-"));
  const { config: settled, source } = await resolveRun({
    ...{ data: await makePictures(folder), encoder: mlp({ widths: [4, 4] }), batchSize: 20, holdout: 0 },
  });
  config = settled;
  await source.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const open = (change: Partial<AnyData>, given: object = {}) =>
  openComparisonData(
    { ...config, data: { ...config.data, ...change } },
    { out: join(folder, "out"), data: config.data.path, ...given },
  );

describe("data that judge", () => {
  it("are open until they are closed", async () => {
    const data = await open({});
    expect(counted.open).toBe(2);
    const sides = await data.sides();
    expect(sides.map(({ train, test, classes }) => [train.length, test.length, classes])).toEqual([
      [60, 30, 3],
    ]);
    await data.close();
    expect(counted.open).toBe(0);
  });

  it("are cut into parts that are asked with the labels of the others", async () => {
    const data = await open({}, { folds: 4 });
    const sides = await data.sides();
    expect(sides.map(({ train, test }) => train.length + test.length)).toEqual([30, 30, 30, 30]);
    const asked = sides.flatMap(({ test }) => Array.from({ length: test.length }, (_, i) => test.id(i)));
    expect(new Set(asked).size).toBe(30);
    await data.close();
  });

  it("are closed when they cannot be used", async () => {
    await expect(open({ labels: "none" })).rejects.toThrow(/has no labels/);
    await expect(open({ split: "test" })).rejects.toThrow(/is too few to judge by/);
    await expect(open({}, { test: config.data.path, testLabels: "none" })).rejects.toThrow(/label/);
    expect(counted.open).toBe(0);
  });
});
