import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { randomKey } from "../random/index.js";
import { input } from "../tensor/index.js";
import { crops, view, views } from "./index.js";
import { distance, scatter } from "./look.suite.js";

const recipe = [
  { name: "random-resized-crop", options: { scale: [0.2, 0.6] } },
  { name: "horizontal-flip" },
  { name: "colour-jitter", options: { brightness: 0.4 } },
];
const size = { height: 12, width: 12 };

/** A smooth picture of any size: the same function of the place in it. */
function smooth(n: number, height: number, width: number): Float32Array {
  return Float32Array.from({ length: n * height * width }, (_, i) => {
    const [x, y] = [((i % width) + 0.5) / width, ((Math.floor(i / width) % height) + 0.5) / height];
    return 0.5 + 0.3 * Math.sin(5 * x + Math.floor(i / width / height)) + 0.2 * Math.cos(3 * y);
  });
}

describe("views of whole pictures", () => {
  it("are crops of the picture as it was before it was stretched", async () => {
    const n = 6;
    const key = randomKey("v");
    const request = [{ count: 1 }];
    const plain = input("plain", [n, 1, 12, 12]);
    const pictures = input("whole", [n, 1, 40, 40]);
    const own = input("own", [n, 1, 40, 80]);
    const aspects = input("aspects", [n]);
    const [found] = views(plain, key, recipe, request, size, { pictures, aspects });
    // The same draws from the picture in its own shape.
    const expected = view(own, key.child("group0/view0"), recipe, size);
    const engine = inlineEngine();
    const outputs = new Map([
      ["found", found!],
      ["expected", expected],
    ]);
    const program = await engine.load(
      { outputs, updates: new Map() },
      { store: await engine.createStore(), name: "views" },
    );
    const feeds = { whole: smooth(n, 40, 40), own: smooth(n, 40, 80), aspects: new Float32Array(n).fill(2) };
    const result = await program.run(feeds, { seed: 1, step: 0 });
    await engine.dispose();
    expect(distance(result.found as Float32Array, result.expected as Float32Array)).toBeLessThan(0.01);
  });

  it("are only asked for where a recipe crops; other views show what everybody sees", async () => {
    const n = 2;
    const plain = input("plain", [n, 3, 12, 12]);
    const whole = { pictures: input("whole", [n, 3, 20, 20]), aspects: input("aspects", [n]) };
    const groups = [{ count: 1, strength: "none" }] as const;
    const [shown] = views(plain, randomKey("v"), recipe, groups, size, whole);
    const data = scatter(n * 3 * 144);
    const engine = inlineEngine();
    const flips = views(plain, randomKey("v"), recipe.slice(1), [{ count: 1 }], size, whole);
    const program = await engine.load(
      {
        outputs: new Map([
          ["shown", shown!],
          ["flipped", flips[0]!],
        ]),
        updates: new Map(),
      },
      { store: await engine.createStore(), name: "views" },
    );
    // Without the whole pictures, which it does not ask for.
    const found = await program.run({ plain: data }, { seed: 1, step: 0 });
    expect(distance(found.shown as Float32Array, data)).toBeLessThan(1e-6);
    expect(found.flipped).toHaveLength(data.length);
    await engine.dispose();
  });

  it("are known from a recipe and its strength", () => {
    expect(crops(recipe)).toBe(true);
    expect(crops(recipe, "weak")).toBe(true);
    expect(crops(recipe, "none")).toBe(false);
    expect(crops([{ name: "rotation" }, { name: "gaussian-blur" }])).toBe(false);
  });
});
