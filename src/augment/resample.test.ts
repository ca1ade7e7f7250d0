import { describe, expect, it } from "vitest";
import { identityAffine, rotationAffine } from "./affine.js";
import { distance, evaluated, look, scatter } from "./look.suite.js";
import { resample } from "./resample.js";

/** Bilinear sampling of one plane at pixel coordinates, the edge going on: written apart from the room's code. */
function bilinear(plane: Float32Array, h: number, w: number, x: number, y: number): number {
  const cx = Math.min(Math.max(x, 0), w - 1);
  const cy = Math.min(Math.max(y, 0), h - 1);
  const [x0, y0] = [Math.floor(cx), Math.floor(cy)];
  const at = (i: number, j: number) => plane[Math.min(i, h - 1) * w + Math.min(j, w - 1)]!;
  const [fx, fy] = [cx - x0, cy - y0];
  return (
    (1 - fy) * ((1 - fx) * at(y0, x0) + fx * at(y0, x0 + 1)) +
    fy * ((1 - fx) * at(y0 + 1, x0) + fx * at(y0 + 1, x0 + 1))
  );
}

describe("resample", () => {
  it("flips exactly", async () => {
    const data = scatter(2 * 3 * 4 * 6);
    const rows = (x: Float32Array) =>
      Array.from({ length: x.length / 6 }, (_, i) => [...x.subarray(i * 6, i * 6 + 6)]);
    const wide = await look(data, [2, 3, 4, 6], [{ name: "horizontal-flip", options: { probability: 1 } }]);
    expect(
      distance(
        wide,
        rows(data).flatMap((row) => row.reverse()),
      ),
    ).toBeLessThan(1e-6);
    const tall = await look(data, [2, 3, 4, 6], [{ name: "vertical-flip", options: { probability: 1 } }]);
    const upright = rows(data);
    const upended = upright.map((_, i) => upright[i - (i % 4) + 3 - (i % 4)]!);
    expect(distance(tall, upended.flat())).toBeLessThan(1e-6);
  });

  it("flips about as many samples as asked", async () => {
    const data = new Float32Array(400).map((_, i) => i % 2);
    const y = await look(data, [200, 1, 1, 2], [{ name: "horizontal-flip", options: { probability: 0.3 } }]);
    const flipped = y.filter((value, i) => i % 2 === 0 && value > 0.5).length;
    expect(flipped).toBeGreaterThan(40);
    expect(flipped).toBeLessThan(80);
  });

  it("turns by 90 degrees exactly, anticlockwise", async () => {
    const data = scatter(25);
    const y = await look(data, [1, 1, 5, 5], [{ name: "rotation", options: { degrees: [90, 90] } }]);
    // The left column upwards becomes the bottom row: what was right is on top.
    const turned = Array.from({ length: 25 }, (_, i) => data[(i % 5) * 5 + 4 - Math.floor(i / 5)]!);
    expect(distance(y, turned)).toBeLessThan(1e-5);
  });

  it.each([
    ["grid", 0.8, 0.6],
    ["matrices", 1, 0],
  ])("samples where plain bilinear interpolation does: %s", async (_, cosine, sine) => {
    const [h, w, height, width] = [6, 9, 7, 12];
    const data = scatter(2 * h * w);
    const turn = rotationAffine(cosine, sine, w / h);
    const map = { ...turn, xx: 0.7 * cosine, yy: -0.9 * cosine, x0: 0.25, y0: -0.4 };
    const y = await evaluated((x) => resample(x, map, 0, { height, width }), data, [1, 2, h, w]);
    const expected = Array.from({ length: 2 * height * width }, (_, i) => {
      const u = (2 * (i % width) + 1) / width - 1;
      const v = (2 * (Math.floor(i / width) % height) + 1) / height - 1;
      const px = ((0.7 * cosine * u - sine * (h / w) * v + 0.25 + 1) * w - 1) / 2;
      const py = ((sine * (w / h) * u - 0.9 * cosine * v - 0.4 + 1) * h - 1) / 2;
      const plane = data.subarray(i < height * width ? 0 : h * w);
      return bilinear(plane, h, w, px, py);
    });
    expect(distance(y, expected)).toBeLessThan(1e-5);
  });

  it.each([
    ["matrices", identityAffine],
    ["grid", rotationAffine(1, 1e-12, 1)],
  ])("averages where the picture shrinks: %s", async (_, map) => {
    const board = Float32Array.from({ length: 256 }, (_, i) => ((i % 16) + Math.floor(i / 16)) % 2);
    const y = await evaluated((x) => resample(x, map, 0, { height: 4, width: 4 }), board, [1, 1, 16, 16]);
    expect(distance(y, new Float32Array(16).fill(0.5))).toBeLessThan(5e-3);
  });

  it("resizes without draws to the triangle filter's own numbers", async () => {
    // Pillow's bilinear resize of 0, 1, 2, 3 to two pixels: weights 3, 3, 1 over 7 from the left edge.
    const data = Float32Array.of(0, 1, 2, 3);
    const y = await evaluated(
      (x) => resample(x, identityAffine, 0, { height: 1, width: 2 }),
      data,
      [1, 1, 1, 4],
    );
    expect(distance(y, [5 / 7, 16 / 7])).toBeLessThan(1e-6);
  });

  it.each([
    ["matrices", identityAffine],
    ["grid", rotationAffine(1, 1e-12, 1)],
  ])("blurs with a normalised Gaussian: %s", async (_, map) => {
    const size = 15;
    const dot = new Float32Array(size * size);
    dot[7 * size + 7] = 1;
    const sigma = 1.2;
    const y = await evaluated((x) => resample(x, map, sigma, { height: size, width: size }), dot, [
      1,
      1,
      size,
      size,
    ]);
    const bell = Array.from({ length: size }, (_, i) => Math.exp(-((i - 7) ** 2) / (2 * sigma * sigma)));
    const total = bell.reduce((sum, value) => sum + value);
    const expected = Array.from(
      { length: size * size },
      (_, i) => (bell[Math.floor(i / size)]! * bell[i % size]!) / total ** 2,
    );
    // Rows near the edge have their tails cut off and the rest enlarged; the middle must agree.
    const middle = (x: ArrayLike<number>) =>
      Array.from({ length: 49 }, (_, i) => x[(4 + Math.floor(i / 7)) * size + 4 + (i % 7)]!);
    expect(distance(middle(y), middle(expected))).toBeLessThan(1e-3 * Math.max(...expected));
  });
});
