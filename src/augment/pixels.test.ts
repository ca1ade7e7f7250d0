import { describe, expect, it } from "vitest";
import { distance, drawn, look, scatter } from "./look.suite.js";

describe("solarise", () => {
  it("inverts from the threshold upwards, in the chosen samples", async () => {
    const data = scatter(40 * 12);
    const options = { threshold: 0.6, probability: 0.5 };
    const y = await look(data, [40, 3, 2, 2], [{ name: "solarise", options }]);
    const [chance] = drawn(1, 40) as [Float32Array];
    const expected = data.map((value, i) =>
      chance[Math.floor(i / 12)]! < 0.5 && value >= Math.fround(0.6) ? 1 - value : value,
    );
    expect(distance(y, expected)).toBeLessThan(1e-6);
  });
});

describe("noise", () => {
  it("is normal, white and of the asked deviation", async () => {
    const [n, size] = [32, 400];
    const data = new Float32Array(n * size).fill(0.5);
    const options = { deviation: [0.05, 0.05], probability: 1 };
    const noise = (await look(data, [n, 1, 20, 20], [{ name: "noise", options }])).map(
      (value) => value - 0.5,
    );
    const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
    const variance = noise.reduce((sum, value) => sum + value * value, 0) / noise.length;
    const neighbours = noise.reduce((sum, value, i) => sum + (i % 20 === 0 ? 0 : value * noise[i - 1]!), 0);
    const within = noise.filter((value) => Math.abs(value) < 0.05).length / noise.length;
    expect(Math.abs(mean)).toBeLessThan(0.003);
    expect(Math.sqrt(variance)).toBeCloseTo(0.05, 2);
    expect(Math.abs(neighbours / (noise.length * variance))).toBeLessThan(0.08);
    expect(within).toBeCloseTo(0.683, 1);
    expect(distance(noise.subarray(0, size), noise.subarray(size, 2 * size))).toBeGreaterThan(0.05);
  });
});

describe("random erasing", () => {
  it("paints one rectangle of the drawn area and leaves the rest", async () => {
    const [n, side] = [20, 40];
    const data = scatter(n * side * side).map((value) => 0.1 + 0.4 * value);
    const options = { scale: [0.1, 0.3], value: 1, probability: 1 };
    const y = await look(data, [n, 1, side, side], [{ name: "random-erasing", options }]);
    const [, area] = drawn(5, n) as [Float32Array, Float32Array];
    for (let i = 0; i < n; i++) {
      const painted: number[] = [];
      for (let p = 0; p < side * side; p++) {
        const at = i * side * side + p;
        if (y[at]! > 0.9) painted.push(p);
        else expect(y[at]).toBeCloseTo(data[at]!, 6);
      }
      const rows = painted.map((p) => Math.floor(p / side));
      const columns = painted.map((p) => p % side);
      const extent = (x: number[]) => Math.max(...x) - Math.min(...x) + 1;
      expect(extent(rows) * extent(columns)).toBe(painted.length);
      expect(Math.abs(painted.length / side ** 2 - (0.1 + 0.2 * area[i]!))).toBeLessThan(0.04);
    }
  });
});
