import { describe, expect, it } from "vitest";
import { distance, look, scatter } from "./look.suite.js";

const recipe = [{ name: "colour-projection" }];

describe("colour projection", () => {
  it("takes away what lies along green and magenta, and nothing else", async () => {
    // In the middle of the range, so that nothing is cut.
    const data = scatter(2 * 4 * 6).map((value) => 0.3 + 0.4 * value);
    const y = await look(data, [2, 4, 2, 3], recipe);
    for (let sample = 0; sample < 2; sample++) {
      for (let pixel = 0; pixel < 6; pixel++) {
        const at = (values: Float32Array, channel: number) => values[sample * 24 + channel * 6 + pixel]!;
        const colour = (values: Float32Array) => [at(values, 0), at(values, 1), at(values, 2)] as const;
        const [[r, g, b], [u, v, w]] = [colour(data), colour(y)];
        expect(-u + 2 * v - w).toBeCloseTo(0, 5);
        // Perpendicular to it, in two directions, nothing moved.
        expect(u - w).toBeCloseTo(r - b, 5);
        expect(u + v + w).toBeCloseTo(r + g + b, 5);
        expect(at(y, 3)).toBeCloseTo(at(data, 3), 6);
      }
    }
  });

  it("leaves greys, and grey pictures", async () => {
    const greys = [...scatter(8)];
    const data = Float32Array.from([...greys, ...greys, ...greys]);
    expect(distance(await look(data, [1, 3, 2, 4], recipe), data)).toBeLessThan(1e-6);
    expect(distance(await look(data, [3, 1, 2, 4], recipe), data)).toBeLessThan(1e-6);
  });
});
