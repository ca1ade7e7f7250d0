import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { randomKey } from "../random/index.js";
import { input } from "../tensor/index.js";
import { type AugmentationRecipe, augmentationFor, view } from "./index.js";

const engine = inlineEngine();

/** Runs one view of the same pictures at each of the given steps. */
async function look(
  data: Float32Array,
  shape: readonly [number, number, number, number],
  recipe: AugmentationRecipe,
  { size = [shape[2], shape[3]] as readonly [number, number], steps = [0], seed = 1, key = "view" } = {},
): Promise<Float32Array[]> {
  const x = input("x", shape);
  const y = view(x, randomKey(key), recipe, { height: size[0], width: size[1] });
  expect(y.shape).toEqual([shape[0], shape[1], ...size]);
  const store = await engine.createStore();
  const program = await engine.load({ outputs: new Map([["y", y]]), updates: new Map() }, { store });
  const found: Float32Array[] = [];
  for (const step of steps) found.push((await program.run({ x: data }, { seed, step })).y as Float32Array);
  await program.dispose();
  return found;
}

function ramp(size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => ((i * 7919) % 997) / 997);
}

describe("view", () => {
  it.each([1, 3, 4])(
    "is in range, the same for a step, different across steps and samples: %i channels",
    async (channels) => {
      const one = ramp(channels * 64);
      const data = new Float32Array([...one, ...one, ...one]);
      const recipe = augmentationFor({ channels, height: 8, width: 8 });
      const [a, b, c] = await look(data, [3, channels, 8, 8], recipe, { steps: [0, 0, 1] });
      expect(a).toEqual(b);
      expect(a).not.toEqual(c);
      expect(a!.slice(0, one.length)).not.toEqual(a!.slice(one.length, 2 * one.length));
      expect(Math.min(...a!)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...a!)).toBeLessThanOrEqual(1);
    },
  );

  it("is the sample itself without augmentation", async () => {
    const data = ramp(2 * 3 * 6 * 8);
    const [y] = await look(data, [2, 3, 6, 8], []);
    expect(y).toEqual(data);
  });
});
