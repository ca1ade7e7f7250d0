import { describe, expect, it } from "vitest";
import { evaluate } from "../engine/index.js";
import { randomKey } from "../random/index.js";
import { input } from "../tensor/index.js";
import { augmentationFor, augmentations, view } from "./index.js";
import { distance, look, scatter } from "./look.suite.js";

describe("view", () => {
  it.each([1, 3, 4])(
    "is in range, the same for a step, other for other steps, seeds and samples: %i channels",
    async (channels) => {
      const one = scatter(channels * 64);
      const data = new Float32Array([...one, ...one, ...one]);
      const recipe = augmentationFor({ channels, height: 8, width: 8 });
      const again = (step: number, seed: number) => look(data, [3, channels, 8, 8], recipe, { step, seed });
      const first = await again(0, 1);
      expect(await again(0, 1)).toEqual(first);
      expect(await again(1, 1)).not.toEqual(first);
      expect(await again(0, 2)).not.toEqual(first);
      expect(first.slice(0, one.length)).not.toEqual(first.slice(one.length, 2 * one.length));
      expect(Math.min(...first)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...first)).toBeLessThanOrEqual(1);
    },
  );

  it.each([
    ["small-grey", 1],
    ["small-colour", 4],
    ["photograph", 3],
  ] as const)("is what the plain evaluator makes of the same graph and draws: %s", async (kind, channels) => {
    const shape = [3, channels, 10, 12] as const;
    const data = scatter(3 * channels * 120);
    const recipe = [...augmentationFor({ channels, height: 10, width: 12, kind }), { name: "solarise" }];
    const x = input("x", shape);
    const y = view(x, randomKey("view"), recipe, { height: 8, width: 9 });
    const program = { outputs: new Map([["y", y]]), updates: new Map() };
    const { outputs } = evaluate(program, { x: data }, { seed: 4, step: 2 });
    const found = await look(data, shape, recipe, { seed: 4, step: 2, size: [8, 9] });
    expect(distance(found, outputs.y!)).toBeLessThan(1e-4);
  });

  it("is the sample itself without augmentation", async () => {
    const data = scatter(2 * 3 * 6 * 8);
    expect(await look(data, [2, 3, 6, 8], [])).toEqual(data);
  });

  it("is the sample at strength zero", async () => {
    const data = scatter(5 * 3 * 8 * 8);
    const still = [
      { name: "random-resized-crop", options: { scale: [1, 1], ratio: [1, 1] } },
      { name: "horizontal-flip", options: { probability: 0 } },
      { name: "rotation", options: { degrees: [-1e-7, 1e-7] } },
      { name: "translation", options: { horizontal: 0, vertical: 0 } },
      { name: "gaussian-blur", options: { sigma: [0, 0] } },
      { name: "colour-jitter" },
      { name: "greyscale", options: { probability: 0 } },
      { name: "solarise", options: { probability: 0 } },
      { name: "noise", options: { probability: 0 } },
      { name: "random-erasing", options: { probability: 0 } },
    ];
    expect(distance(await look(data, [5, 3, 8, 8], still), data)).toBeLessThan(1e-5);
    // Nobody chosen, but with everything traced.
    const rare = ["horizontal-flip", "gaussian-blur", "greyscale", "solarise", "noise", "random-erasing"].map(
      (name) => ({ name, options: { probability: 1e-9 } }),
    );
    const colour = {
      name: "colour-jitter",
      options: { brightness: 0.5, hue: 0.5, contrast: 1, probability: 1e-9 },
    };
    expect(distance(await look(data, [5, 3, 8, 8], [...rare, colour]), data)).toBeLessThan(1e-5);
  });

  const ofPictures = [...augmentations].filter(([, { definition }]) => definition.kind !== "token");
  it.each(ofPictures.map(([name]) => name))(
    "%s keeps shape and range for 1, 3 and 4 channels and another size",
    async (name) => {
      for (const channels of [1, 3, 4]) {
        const y = await look(scatter(4 * channels * 9 * 12), [4, channels, 9, 12], [{ name }], {
          size: [6, 5],
        });
        expect(y).toHaveLength(4 * channels * 6 * 5);
        expect(y.every((value) => value >= 0 && value <= 1 + 1e-6)).toBe(true);
      }
    },
  );

  // Downsampling works on pixels, but is a filter like blur: it is alpha's as well.
  const isFilter = (name: string) => name === "downsampling";
  const moving = [...augmentations].filter(
    ([name, { definition }]) => ["geometric", "filter"].includes(definition.kind) || isFilter(name),
  );
  it.each(moving.map(([name]) => name))("%s leaves a constant picture constant", async (name) => {
    const y = await look(new Float32Array(6 * 256).fill(0.7), [6, 1, 16, 16], [{ name }], { size: [15, 17] });
    expect(distance(y, new Float32Array(6 * 255).fill(0.7))).toBeLessThan(1e-5);
  });

  const still = [...augmentations].filter(
    ([name, { definition }]) => ["colour", "pixel"].includes(definition.kind) && !isFilter(name),
  );
  it.each(still.map(([name]) => name))("%s leaves alpha as it is", async (name) => {
    const data = scatter(8 * 4 * 36);
    const strong = { brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.5 };
    const options = name === "colour-jitter" ? strong : { probability: 1 };
    const y = await look(data, [8, 4, 6, 6], [{ name, options }]);
    const alpha = (x: Float32Array) =>
      Array.from({ length: 8 }, (_, i) => [...x.subarray((i * 4 + 3) * 36, (i + 1) * 144)]).flat();
    expect(distance(alpha(y), alpha(data))).toBeLessThan(1e-6);
    expect(distance(y, data)).toBeGreaterThan(0.01);
  });
});
