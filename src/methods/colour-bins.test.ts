import { describe, expect, it } from "vitest";
import { abOf } from "../augment/index.js";
import { colourBins } from "./colour-bins.js";

describe("colourBins", () => {
  it("counts 261 cells of the paper's size, grey among them, within the known bounds", () => {
    const { centres } = colourBins(10);
    expect(centres.length).toBe(261);
    expect(centres).toContainEqual([0, 0]);
    expect(Math.min(...centres.map(([a]) => a))).toBe(-90);
    expect(Math.max(...centres.map(([a]) => a))).toBe(100);
    expect(Math.min(...centres.map(([, b]) => b))).toBe(-110);
    expect(Math.max(...centres.map(([, b]) => b))).toBe(90);
  });

  it("has a cell for every colour", () => {
    for (const size of [10, 25]) {
      const { centres } = colourBins(size);
      for (let i = 0; i < 1000; i++) {
        const [a, b] = abOf([(i % 10) / 9, (Math.floor(i / 10) % 10) / 9, Math.floor(i / 100) / 9]);
        const nearest = Math.min(...centres.map(([x, y]) => Math.max(Math.abs(x - a), Math.abs(y - b))));
        expect(nearest).toBeLessThanOrEqual(size / 2 + 0.5);
      }
    }
  });
});
