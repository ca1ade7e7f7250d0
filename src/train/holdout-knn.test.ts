import { expect, it } from "vitest";
import { type ImageSource, split } from "../data/index.js";
import { inlineEngine, type LoadedProgram } from "../engine/index.js";
import { frozenRows } from "../evaluate/index.js";
import { featuresOf } from "../metrics/index.js";
import { holdoutKnn } from "./holdout-knn.js";

/** One-pixel pictures in the order of their classes, as folders give them: 12 dark, 12 grey, 12 bright. */
const shades: ImageSource = {
  kind: "pictures",
  name: "shades",
  length: 36,
  shape: [1, 1, 1],
  sizeNote: "1x1",
  skipped: [],
  notes: [],
  storedIn: "memory",
  hasLabels: true,
  id: (index) => `shade ${index}`,
  labels: async () => ({
    values: Int32Array.from({ length: 36 }, (_, i) => Math.floor(i / 12)),
    classNames: ["dark", "grey", "bright"],
    missing: 0,
  }),
  read: async (indices) => ({
    images: Uint8Array.from(indices, (index) => 100 * Math.floor(index / 12)),
  }),
  close: async () => undefined,
};

/** Sets a shade to an angle. */
const angles = {
  run: async ({ images }: { images: Uint8Array }) => ({
    embedding: Float32Array.from(
      [...images].flatMap((shade) => [Math.cos(shade / 100), Math.sin(shade / 100)]),
    ),
  }),
} as unknown as LoadedProgram;

it("finds every class of samples that come in the order of their classes", async () => {
  const engine = inlineEngine();
  const found = await holdoutKnn(engine, angles, shades, { batchSize: 8, dimensions: 2 });
  await engine.dispose();
  expect(found.accuracy).toBe(1);
  expect(found.samples).toBe(18);
  expect(found.chance).toBeLessThan(0.6);
});

/** Ten shades of eight pictures each, so few that 20 neighbours would be those of three shades. */
const manyShades: ImageSource = {
  ...shades,
  length: 80,
  labels: async () => ({
    values: Int32Array.from({ length: 80 }, (_, i) => Math.floor(i / 8)),
    classNames: Array.from({ length: 10 }, (_, i) => `${i}`),
    missing: 0,
  }),
  read: async (indices) => ({
    images: Uint8Array.from(indices, (index) => 20 * Math.floor(index / 8) + ((index * 37) % 29)),
  }),
};

it("finds what an evaluation of the same samples finds", async () => {
  const engine = inlineEngine();
  const online = await holdoutKnn(engine, angles, manyShades, { batchSize: 8, dimensions: 2 });
  const [voters, asked] = await split(manyShades, { fraction: 0.5, seed: 0 });
  const features = async (source: ImageSource) => {
    const { images } = await source.read(Int32Array.from({ length: source.length }, (_, i) => i));
    return featuresOf((await angles.run({ images })).embedding as Float32Array, 2);
  };
  const [trainLabels, testLabels] = [(await voters.labels())!.values, (await asked.labels())!.values];
  const rows = Int32Array.from(trainLabels.keys());
  for await (const { accuracy } of frozenRows(engine, {
    arm: "pretrained",
    layer: "embedding",
    draws: [{ budget: { name: "all", labels: rows.length }, seed: 0, rows }],
    probes: ["knn"],
    trainLabels,
    testLabels,
    classes: 10,
    trainFeatures: () => features(voters),
    testFeatures: () => features(asked),
  }))
    expect(online.accuracy).toBe(accuracy);
  await engine.dispose();
  // Between chance and everything right, where the number of neighbours decides.
  expect(online.accuracy).toBeGreaterThan(0.2);
  expect(online.accuracy).toBeLessThan(1);
});
