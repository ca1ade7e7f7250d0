import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DataSource, type ImageSource, openImages } from "../../data/index.js";
import { type Engine, inlineEngine } from "../../engine/index.js";
import { asPictures, pixelFeatures } from "../../kinds/index.js";
import { featuresOf } from "../../metrics/index.js";
import type { Side } from "./comparison-data.js";
import { judge } from "./judge.js";
import { makePictures } from "./made-pictures.suite.js";

const pixels = (source: DataSource) => pixelFeatures(asPictures(source, "A test"));

let folder = "";
let side: Side;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-judge-"));
  const data = await makePictures(folder);
  const [train, test] = [
    await openImages(data, { size: 8, split: "train" }),
    await openImages(data, { size: 8, split: "test" }),
  ];
  const labels = async (source: ImageSource) => (await source.labels())?.values ?? new Int32Array(0);
  side = { train, trainLabels: await labels(train), test, testLabels: await labels(test), classes: 3 };
  engine = inlineEngine();
});
afterAll(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe("the judge", () => {
  it("finds all classes in pixels that tell them apart, with all and with few labels", async () => {
    const scores = await judge(engine, [side], pixels, { fewLabels: 5, seed: 1 });
    expect(scores).toMatchObject({ knn: 1, probe: 1, fewKnn: 1, fewProbe: 1, dimensions: 64, samples: 30 });
    expect(scores.effectiveRank).toBeGreaterThan(2);
  });

  it("gives chance and no spread to vectors that are all the same; few labels that are most of them are none", async () => {
    const constant = async ({ length }: { readonly length: number }) =>
      featuresOf(new Float32Array(4 * length).fill(1), 4);
    const scores = await judge(engine, [side], constant, { fewLabels: 15, seed: 1 });
    expect(scores).toMatchObject({ fewKnn: null, fewProbe: null });
    expect(scores.probe).toBeCloseTo(1 / 3);
    expect(scores.deviation).toBeLessThan(1e-6);
  });

  it("gives the mean of several sides", async () => {
    const swapped = { ...side, testLabels: side.testLabels.map((label) => (label + 1) % 3) };
    const scores = await judge(engine, [side, side, side, swapped], pixels, { fewLabels: 5, seed: 1 });
    expect(scores).toMatchObject({ knn: 0.75, probe: 0.75, fewKnn: 0.75, samples: 120 });
  });
});
