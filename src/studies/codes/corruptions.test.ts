import { expect, it } from "vitest";
import type { PictureShape } from "../arms/picture-set.js";
import { corrupted, noiseDeviation } from "./corruptions.js";

const shape: PictureShape = [2, 8, 6];
const [size, area, count] = [96, 48, 40];
/** All of a picture's first channel is its number, and of its second 100 more. */
const images = Uint8Array.from(
  { length: count * size },
  (_, i) => Math.floor(i / size) + (i % size < area ? 60 : 160),
);
const set = { images, labels: Int32Array.from({ length: count }, (_, i) => i % 3) };

it("adds noise of its deviation to every pixel", () => {
  const { images: noisy, labels } = corrupted(set, shape, "noise", 0);
  expect(labels).toBe(set.labels);
  const differences = Array.from(images, (byte, i) => noisy[i]! - byte);
  const [mean, square] = [1, 2].map((power) =>
    differences.reduce((sum, one) => sum + one ** power / images.length, 0),
  ) as [number, number];
  expect(mean).toBeCloseTo(0, -1);
  // A little less where bytes are clipped.
  expect(Math.sqrt(square) / 255).toBeGreaterThan(0.85 * noiseDeviation);
  expect(Math.sqrt(square) / 255).toBeLessThan(1.02 * noiseDeviation);
});

it("hides one block of half the side in each picture, at each channel's mean", () => {
  const { images: made } = corrupted(set, shape, "block", 0);
  const means = [60, 160].map((least) => Math.round(least + (count - 1) / 2));
  const places = new Set<string>();
  for (let n = 0; n < count; n++) {
    const own = [0, 1].map((channel) => {
      const from = n * size + channel * area;
      const changed = Array.from({ length: area }, (_, i) => i).filter(
        (i) => made[from + i] !== images[from + i],
      );
      expect(changed.every((i) => made[from + i] === means[channel])).toBe(true);
      // Where the picture has the mean itself, nothing changes.
      expect([4 * 3, 0]).toContain(changed.length);
      return changed.join();
    });
    expect(own[0]).toBe(own[1]);
    places.add(own[0]!);
  }
  expect(places.size).toBeGreaterThan(10);
});

it("joins each picture's upper half with the lower half of the one before", () => {
  const { images: made } = corrupted(set, shape, "halves", 0);
  const expected = images.map((_, at) => {
    const [n, i] = [Math.floor(at / size), at % size];
    return images[(i % area < area / 2 ? n : (n + count - 1) % count) * size + i]!;
  });
  expect(made).toEqual(expected);
});

it("is the same for every arm, and leaves the pictures as they were", () => {
  const before = images.slice();
  for (const kind of ["noise", "block"] as const) {
    const [one, again, other] = [3, 3, 4].map((seed) => corrupted(set, shape, kind, seed).images);
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  }
  expect(images).toEqual(before);
});
