import { describe, expect, it } from "vitest";
import type { PictureSet, PictureShape } from "../arms/picture-set.js";
import { conflictsOf, silhouettesOf, texturesOf } from "./conflict-sets.js";

const side = 16;
const area = side * side;
const shape: PictureShape = [1, side, side];

/** Class 0: squares with stripes across; class 1: discs with stripes down. Each picture has brightnesses of its own. */
function made(count: number): PictureSet {
  const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
  const images = Uint8Array.from({ length: count * area }, (_, k) => {
    const n = Math.floor(k / area);
    const [y, x] = [Math.floor(k / side) % side, k % side];
    if (!isInside(labels[n]!, y, x)) return 5;
    return (labels[n] === 0 ? y : x) % 2 === 0 ? 100 + 10 * n : 200 + 5 * n;
  });
  return { images, labels };
}

function isInside(label: number, y: number, x: number): boolean {
  const [down, right] = [Math.abs(y - 7.5), Math.abs(x - 7.5)];
  return label === 0 ? Math.max(down, right) < 5 : Math.hypot(down, right) < 6.4;
}

describe("pictures in conflict", () => {
  const held = silhouettesOf(made(6), shape);
  const row = (images: Uint8Array, n: number) => images.subarray(n * area, (n + 1) * area);

  it("have a silhouette that is what differs from the background", () => {
    expect(held.labels).toHaveLength(6);
    for (const [n, mask] of held.masks.entries())
      expect(Array.from(mask)).toEqual(
        Array.from({ length: area }, (_, i) =>
          Number(isInside(held.labels[n]!, Math.floor(i / side), i % side)),
        ),
      );
    // No plain background, nothing at all, and nothing but the thing.
    const noise = Uint8Array.from({ length: area }, (_, i) => (i * 89) % 251);
    const none = {
      images: Uint8Array.from([...noise, ...new Uint8Array(area)]),
      labels: Int32Array.of(0, 1),
    };
    expect(silhouettesOf(none, shape).labels).toHaveLength(0);
  });

  it("have the shape of one class and the texture of another", () => {
    const { images, shapes, textures, shapeOf, textureOf } = conflictsOf(held, shape, "other", [3]);
    expect(shapes).toHaveLength(6);
    for (const [n, label] of shapes.entries()) {
      const from = textureOf[n]!;
      expect([label, textures[n]]).toEqual([held.labels[shapeOf[n]!], held.labels[from]]);
      expect(textures[n]).not.toBe(label);
      const picture = row(images, n);
      const seen = (i: number) => isInside(label, Math.floor(i / side), i % side);
      // Outside the background as it was; inside the other's two brightnesses, striped its way.
      expect(Array.from(picture.filter((_, i) => !seen(i))).every((value) => value === 5)).toBe(true);
      const brightnesses = new Set(picture.filter((_, i) => seen(i)));
      expect([...brightnesses].sort((a, b) => a - b)).toEqual([100 + 10 * from, 200 + 5 * from]);
      const [down, right] = [
        picture[8 * side + 8] !== picture[9 * side + 8],
        picture[8 * side + 8] !== picture[8 * side + 9],
      ];
      expect([down, right]).toEqual(textures[n] === 0 ? [true, false] : [false, true]);
    }
  });

  it("of any class take no picture's own texture, and are stylised alike at every start", () => {
    const any = conflictsOf(held, shape, "any", [4]);
    expect(any.textureOf.every((from, n) => from !== any.shapeOf[n])).toBe(true);
    expect(conflictsOf(held, shape, "any", [4])).toEqual(any);
  });

  it("have nothing but texture where there is no shape", () => {
    const { images, labels } = texturesOf(held, shape);
    expect(labels).toEqual(held.labels);
    expect(new Set(row(images, 2))).toEqual(new Set([120, 210]));
  });
});
