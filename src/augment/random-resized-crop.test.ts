import { describe, expect, it } from "vitest";
import { concat, reshape, slice, type Tensor } from "../tensor/index.js";
import { randomResizedCrop } from "./index.js";
import { evaluated } from "./look.suite.js";

/** Boxes `[n][xx, yy, x0, y0]` from independent draws in 4 rows. */
async function boxes(
  options: Parameters<typeof randomResizedCrop>[0],
  n: number,
  frame: { height: number; width: number },
) {
  const crop = randomResizedCrop(options);
  if (crop.kind !== "geometric") throw new Error("expected a geometric augmentation");
  let state = 12345;
  const numbers = Float32Array.from({ length: 4 * n }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
  const found = await evaluated(
    (u) => {
      const draws = Object.fromEntries(
        crop.draws.map((name, i) => [name, reshape(slice(u, 0, i, i + 1), [n])]),
      );
      const { xx, yy, x0, y0 } = crop.map(draws, frame);
      return concat([xx, yy, x0, y0].map((entry) => reshape(entry as Tensor, [1, n])));
    },
    numbers,
    [4, n],
  );
  return Array.from({ length: n }, (_, i) => [0, 1, 2, 3].map((k) => found[k * n + i]!));
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("random resized crop", () => {
  it("draws area uniformly, ratio log-uniformly and place uniformly, inside the picture", async () => {
    const frame = { height: 30, width: 20 };
    const found = await boxes({ scale: [0.1, 0.3], ratio: [0.5, 2] }, 4000, frame);
    const areas = found.map(([xx, yy]) => xx! * yy!);
    const ratios = found.map(([xx, yy]) => Math.log((xx! * frame.width) / (yy! * frame.height)));
    // Standard errors: 0.2 / sqrt(12 n) = 0.001 and 1.39 / sqrt(12 n) = 0.006. Every part fits.
    expect(average(areas)).toBeCloseTo(0.2, 2);
    expect(Math.abs(average(ratios))).toBeLessThan(0.04);
    expect(Math.min(...areas)).toBeGreaterThanOrEqual(0.0999);
    expect(Math.max(...areas)).toBeLessThanOrEqual(0.3001);
    expect(areas.filter((area) => area < 0.15).length / 4000).toBeCloseTo(0.25, 1);
    for (const [xx, yy, x0, y0] of found) {
      expect(Math.abs(x0!) + xx!).toBeLessThanOrEqual(1.00001);
      expect(Math.abs(y0!) + yy!).toBeLessThanOrEqual(1.00001);
    }
    const places = found.map(([xx, , x0]) => x0! / (1 - xx!));
    expect(Math.abs(average(places))).toBeLessThan(0.04);
    expect(average(places.map((place) => place * place))).toBeCloseTo(1 / 3, 1);
  });

  it("cuts sides that do not fit to the picture", async () => {
    const found = await boxes({ scale: [0.9, 1], ratio: [3, 4] }, 50, { height: 10, width: 10 });
    for (const [xx, yy, x0] of found) {
      expect(xx).toBe(1);
      expect(yy).toBeLessThan(0.6);
      expect(x0).toBeCloseTo(0, 6);
    }
  });
});
