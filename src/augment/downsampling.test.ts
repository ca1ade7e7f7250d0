import { describe, expect, it } from "vitest";
import { resizeArea, resizeBilinear, stack } from "../tensor/index.js";
import { leastRows } from "./index.js";
import { distance, drawn, evaluated, look, scatter } from "./look.suite.js";

describe("downsampling", () => {
  const [n, height, width] = [12, 8, 12];
  const data = scatter(n * 2 * 96);
  const options = { pixels: 24, probability: 0.7 };

  it("shrinks a share of the pictures by areas, to no less than asked, and enlarges them", async () => {
    const y = await look(data, [n, 2, height, width], [{ name: "downsampling", options }]);
    const [chance, rows] = drawn(2, n) as [Float32Array, Float32Array];
    // 24 of 96 pixels are half of the sides: 4 to 8 rows.
    expect(leastRows({ height, width }, 24)).toBe(4);
    const all = [4, 5, 6, 7, 8];
    const shrunk = await evaluated(
      (x) =>
        stack(
          all.map((count) =>
            resizeBilinear(resizeArea(x, count, Math.round((count * width) / height)), height, width),
          ),
        ),
      data,
      [n, 2, height, width],
    );
    const seen = new Set<number>();
    for (let i = 0; i < n; i++) {
      const count = chance[i]! < 0.7 ? 4 + Math.floor(5 * rows[i]!) : height;
      const start = (all.indexOf(count) * n + i) * 192;
      expect(distance(y.slice(i * 192, i * 192 + 192), shrunk.slice(start, start + 192))).toBeLessThan(1e-5);
      seen.add(count);
    }
    expect(seen.size).toBeGreaterThan(2);
  });

  it("leaves pictures that have no more pixels than that", async () => {
    const small = [{ name: "downsampling", options: { pixels: 100, probability: 1 } }];
    expect(distance(await look(data, [n, 2, height, width], small), data)).toBeLessThan(1e-6);
    expect(leastRows({ height, width }, 100)).toBe(height);
  });
});
