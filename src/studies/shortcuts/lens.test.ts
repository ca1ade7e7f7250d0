import { expect, it } from "vitest";
import type { PictureShape } from "../arms/picture-set.js";
import { throughLens } from "./lens.js";

const side = 33;
const shape: PictureShape = [3, side, side];
const middle = (side - 1) / 2;

/** A soft white dot on black, in all colours. */
function dot(y: number, x: number): Uint8Array {
  return Uint8Array.from({ length: 3 * side * side }, (_, i) => {
    const [row, column] = [Math.floor(i / side) % side, i % side];
    return 255 * Math.exp(-((row - y) ** 2 + (column - x) ** 2) / 8);
  });
}

/** Where the light of a channel lies, from the middle. */
function centre(images: Uint8Array, channel: number): [down: number, right: number] {
  const plane = images.subarray(channel * side * side, (channel + 1) * side * side);
  const sum = plane.reduce((total, value) => total + value, 0);
  const mean = (place: (i: number) => number) =>
    plane.reduce((total, value, i) => total + (value * place(i)) / sum, 0) - middle;
  return [mean((i) => Math.floor(i / side)), mean((i) => i % side)];
}

it("moves red and blue away from the middle by a share of how far they are, and leaves green", () => {
  const images = dot(middle - 8, middle + 5);
  const drawn = throughLens(images, shape, 0.05);
  const area = side * side;
  expect(drawn.subarray(area, 2 * area)).toEqual(images.subarray(area, 2 * area));
  for (const channel of [0, 2]) {
    const [down, right] = centre(drawn, channel);
    const [wasDown, wasRight] = centre(images, channel);
    expect(down).toBeCloseTo(1.05 * wasDown, 1);
    expect(right).toBeCloseTo(1.05 * wasRight, 1);
    expect(down - wasDown).toBeLessThan(-0.3);
    expect(right - wasRight).toBeGreaterThan(0.2);
  }
});

it("keeps the middle, even colours, and pictures of one channel", () => {
  const [wasDown, wasRight] = centre(throughLens(dot(middle, middle), shape, 0.05), 0);
  expect([wasDown, wasRight].map(Math.abs).every((off) => off < 0.01)).toBe(true);
  const even = new Uint8Array(2 * 3 * side * side).fill(77);
  expect(throughLens(even, shape, 0.05)).toEqual(even);
  const grey = dot(3, 3).subarray(0, side * side);
  expect(throughLens(grey, [1, side, side], 0.05)).toEqual(grey);
});
