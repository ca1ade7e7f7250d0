import { expect, it } from "vitest";
import type { ImageSource } from "../data/index.js";
import { inlineEngine, type LoadedProgram } from "../engine/index.js";
import { holdoutKnn } from "./holdout-knn.js";

/** One-pixel pictures in the order of their classes, as folders give them: 12 dark, 12 grey, 12 bright. */
const shades: ImageSource = {
  kind: "images",
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
