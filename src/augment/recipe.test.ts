import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { randomKey } from "../random/index.js";
import { input } from "../tensor/index.js";
import { atStrength, augmentationFor, augmentations, recipeSchema, settleRecipe, views } from "./index.js";
import { distance, evaluated, scatter } from "./look.suite.js";

describe("recipes", () => {
  it("name the nearest augmentation for an unknown one", () => {
    expect(() => settleRecipe([{ name: "color-jitter" }])).toThrow(
      /called color-jitter; did you mean colour-jitter\?/,
    );
    expect(() => settleRecipe([{ name: "resized-crop" }])).toThrow(/did you mean random-resized-crop\?/);
    expect(() => settleRecipe([{ name: "color-jitter" }])).toThrow(ConfigError);
  });

  it("say which option does not fit", () => {
    expect(() => settleRecipe([{ name: "rotation", options: { degree: 3 } }])).toThrow(/rotation .*degree/);
    expect(() => settleRecipe([{ name: "random-resized-crop", options: { scale: [0.9, 0.2] } }])).toThrow(
      /scale: expected the lesser bound first/,
    );
  });

  it("are plain data that survive being printed", () => {
    for (const [channels, side] of [
      [1, 28],
      [3, 32],
      [3, 224],
    ] as const) {
      const recipe = augmentationFor({ channels, height: side, width: side });
      const read = recipeSchema.parse(JSON.parse(JSON.stringify(recipe)));
      expect(settleRecipe(read).map(({ options }) => options)).toEqual(
        settleRecipe(recipe).map(({ options }) => options),
      );
    }
  });

  it("never mirror digits, blur photographs only by size, and weaken to geometry", () => {
    const names = (facts: Parameters<typeof augmentationFor>[0]) =>
      augmentationFor(facts).map(({ name }) => name);
    expect(names({ channels: 1, height: 28, width: 28 })).not.toContain("horizontal-flip");
    expect(names({ channels: 3, height: 32, width: 32 })).not.toContain("gaussian-blur");
    expect(names({ channels: 1, height: 224, width: 160 })).toContain("gaussian-blur");
    expect(names({ channels: 3, height: 32, width: 32, strength: "none" })).toEqual([]);
    expect(names({ channels: 3, height: 32, width: 32, strength: "weak" })).toEqual([
      "random-resized-crop",
      "horizontal-flip",
    ]);
    expect(names({ channels: 3, height: 32, width: 32, kind: "small-grey" })).toContain("rotation");
  });

  it("are built from definitions with titles, described options and draws of their own", () => {
    for (const [name, { definition }] of augmentations) {
      expect(definition.name).toBe(name);
      expect(definition.title).not.toBe("");
      expect(new Set(definition.draws).size).toBe(definition.draws.length);
      for (const option of Object.values(definition.options.shape)) expect(option.description).toBeTruthy();
    }
  });
});

describe("views", () => {
  const recipe = augmentationFor({ channels: 3, height: 12, width: 10 });

  it("come group after group, each of its size", () => {
    const groups = [{ count: 2 }, { count: 3, scale: 0.5 }, { count: 1, strength: "weak" as const }];
    const shapes = views(input("x", [4, 3, 12, 10]), randomKey("views"), recipe, groups, {
      height: 12,
      width: 10,
    }).map(({ shape }) => shape);
    const [full, small] = [
      [4, 3, 12, 10],
      [4, 3, 8, 4],
    ];
    expect(shapes).toEqual([full, full, small, small, small, full]);
  });

  it("differ from one another; without strength they are the sample", async () => {
    const data = scatter(2 * 3 * 12 * 10);
    const groups = [{ count: 2 }, { count: 1, strength: "none" as const }];
    const at = (i: number) =>
      evaluated(
        (x) => views(x, randomKey("v"), recipe, groups, { height: 12, width: 10 })[i]!,
        data,
        [2, 3, 12, 10],
      );
    const [a, b, same] = await Promise.all([at(0), at(1), at(2)]);
    expect(distance(a!, b!)).toBeGreaterThan(0.05);
    expect(same).toEqual(data);
    expect(atStrength(recipe, "full")).toBe(recipe);
  });
});
