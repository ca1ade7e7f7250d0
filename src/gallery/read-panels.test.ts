import { expect, it } from "vitest";
import type { Feeds } from "../engine/index.js";
import { input } from "../tensor/index.js";
import { readPanels } from "./read-panels.js";

it("keeps the pictures that are shown and nothing of their batches; a last batch that is not full counts once", async () => {
  const [batchSize, size] = [4, 6];
  const outputs = new Map([
    ["panel/negative", input("panel", [batchSize, 1, 2, 3])],
    ["error", input("error", [batchSize])],
  ]);
  const steps: unknown[] = [];
  const program = {
    run: async ({ images }: Feeds, draws: unknown) => {
      steps.push(draws);
      const panel = Float32Array.from(images as Uint8Array, (byte) => 1 - byte / 100);
      return { "panel/negative": panel, error: panel.filter((_, i) => i % size === 0) };
    },
  };
  const source = {
    shape: [1, 2, 3] as const,
    read: async (indices: ArrayLike<number>) => ({
      images: Uint8Array.from(Array.from(indices).flatMap((index) => Array(size).fill(index))),
    }),
  };
  const indices = [10, 20, 30, 40, 50, 60];
  const found = await readPanels(program, { outputs, updates: new Map() }, source, indices, {
    batchSize,
    rows: 3,
  });
  expect(found).toMatchObject({ captions: ["negative"], count: 6 });
  expect(steps).toEqual([
    { seed: 0, step: 0 },
    { seed: 0, step: 1 },
  ]);
  Array.from(found.errors!).forEach((error, i) => {
    expect(error).toBeCloseTo(1 - indices[i]! / 100, 6);
  });
  expect(found.originals.map(({ data }) => data[0])).toEqual([10, 30, 50]);
  const shown = found.panels[0]!.map(({ data }) => data[5]!);
  [0.9, 0.7, 0.5].forEach((value, i) => {
    expect(shown[i]).toBeCloseTo(value, 6);
  });
  for (const { data } of [...found.originals, ...found.panels[0]!]) {
    expect(data).toHaveLength(size);
    expect(data.buffer.byteLength).toBe(data.byteLength);
  }
});
