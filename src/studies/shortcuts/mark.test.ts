import { describe, expect, it } from "vitest";
import type { PictureShape } from "../arms/picture-set.js";
import { hidden, markCells, marked, plateFor } from "./mark.js";

const classes = 10;
const shape: PictureShape = [3, 32, 32];
const plate = plateFor(classes, shape)!;
const labels = Int32Array.from({ length: 4000 }, (_, i) => i % classes);
const cells = (association: number, stream = "A") =>
  markCells(labels, classes, { association, stream, seed: 1 });
const agreement = (found: Int32Array) =>
  found.reduce((sum, cell, i) => sum + (cell === labels[i] ? 1 : 0), 0) / found.length;

describe("the mark", () => {
  it("goes with the class as often as asked in A, and no more than by chance in B", () => {
    expect(agreement(cells(0.95))).toBeCloseTo(0.95, 1.5);
    expect(agreement(cells(1))).toBe(1);
    const b = cells(1 / classes, "B");
    expect(agreement(b)).toBeCloseTo(0.1, 1.5);
    // Every cell is as frequent as another.
    const counts = Array.from({ length: classes }, (_, cell) => b.filter((one) => one === cell).length);
    expect(Math.min(...counts)).toBeGreaterThan(300);
    expect(Math.max(...counts)).toBeLessThan(500);
    expect(cells(0.95, "B")).not.toEqual(cells(0.95));
  });

  it("is one bright cell of a dark square in the corner, and nothing else of the picture changes", () => {
    expect(plate).toEqual({ grid: 4, cell: 2, side: 8 });
    const picture = new Uint8Array(2 * 3 * 32 * 32).fill(100);
    const drawn = marked(picture, shape, plate, Int32Array.of(0, 6));
    const byte = (n: number, channel: number, y: number, x: number) =>
      drawn[((n * 3 + channel) * 32 + y) * 32 + x];
    for (const channel of [0, 1, 2]) {
      expect([byte(0, channel, 0, 0), byte(0, channel, 1, 1), byte(0, channel, 2, 2)]).toEqual([255, 255, 0]);
      expect([byte(1, channel, 2, 4), byte(1, channel, 3, 5), byte(1, channel, 0, 0)]).toEqual([255, 255, 0]);
    }
    expect(drawn.filter((value) => value === 255)).toHaveLength(2 * 3 * 4);
    expect(drawn.filter((value) => value === 100)).toHaveLength(2 * 3 * (32 * 32 - 64));
  });

  it("is hidden by the cure: whatever it was, pictures are the same", () => {
    const pictures = Uint8Array.from({ length: 2 * 3 * 32 * 32 }, (_, i) => (i * 7) % 251);
    const [a, b] = [Int32Array.of(0, 6), Int32Array.of(9, 3)].map((places) =>
      hidden(marked(pictures, shape, plate, places), shape, plate),
    );
    expect(a).toEqual(b);
    expect(a!.subarray(8, 32)).toEqual(pictures.subarray(8, 32));
    expect(a!.subarray(0, 8).every((value) => value === 0)).toBe(true);
  });

  it("fits small pictures of few classes, and not many classes into few pixels", () => {
    expect(plateFor(2, [1, 8, 8])).toEqual({ grid: 2, cell: 1, side: 2 });
    expect(plateFor(100, [1, 28, 28])).toEqual({ grid: 10, cell: 1, side: 10 });
    expect(plateFor(1000, [1, 28, 28])).toBeNull();
  });
});
