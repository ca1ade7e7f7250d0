import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { constant, input } from "../tensor/index.js";
import { cutPatches, joinNine, patchSide, patchViews } from "./cut-patches.js";
import { rowsOf, runTensors } from "./run-tensors.suite.js";

describe("the side of patches", () => {
  it.each([
    [28, 0.75 * 9, 9, 8],
    [32, 8.5, 10, 8],
    [64, 16, 21, 16],
    [96, 24, 32, 24],
    [224, 55, 74, 48],
    [16, 3.75, 5, 4],
    [28, 20, 9, 8],
  ])("of pictures of %i, wanted %d and with room for %i, is %i", (picture, wanted, room, side) => {
    expect(patchSide([picture, picture + 5], wanted, room)).toBe(side);
  });

  it("is refused where there is no room", () => {
    expect(() => patchSide([9, 12], 2, 3)).toThrow(ConfigError);
    expect(() => patchSide([9, 12], 2, 3)).toThrow(
      /pictures of 9 x 12 have room for 3: give a larger `size`/,
    );
  });
});

describe("cutting patches", () => {
  it("takes each from its own place, all channels", async () => {
    const x = input("x", [2, 2, 4, 5]);
    const top = constant(Int32Array.of(0, 2, 1), [1, 3]);
    const tops = constant(Int32Array.of(0, 2, 1, 2, 2, 0), [2, 3]);
    const lefts = constant(Int32Array.of(0, 3, 1, 0, 2, 3), [2, 3]);
    expect(top.shape).toEqual([1, 3]);
    const data = Float32Array.from({ length: 80 }, (_, i) => i);
    const read = await runTensors({ y: cutPatches(x, tops, lefts, 2) }, { feeds: { x: data } });
    const corners = [0, 13, 6, 50, 52, 43]; // of the first channel of each patch
    const expected = corners.flatMap((corner) =>
      [0, 20].flatMap((channel) => [0, 1, 5, 6].map((place) => corner + channel + place)),
    );
    expect(read("y")).toEqual(expected);
  });

  it("joins nine again", async () => {
    const x = input("x", [9, 1, 1, 2]);
    const data = Float32Array.from({ length: 18 }, (_, i) => i);
    const y = joinNine(x);
    expect(y.shape).toEqual([1, 1, 3, 6]);
    expect((await runTensors({ y }, { feeds: { x: data } }))("y")).toEqual([...data]);
  });
});

describe("patches as the encoder sees them", () => {
  it("have mean 0 in every channel and deviation 1, whatever brightness and contrast were", async () => {
    const x = input("x", [3, 2, 4, 4]);
    const wave = (i: number) => Math.sin(1.7 * i + Math.sin(i));
    const bright = Array.from({ length: 32 }, (_, i) => wave(i));
    const data = [...bright, ...bright.map((value) => 8 * value + 3), ...bright.map(() => 5)];
    const read = await runTensors({ y: patchViews(x, 1) }, { feeds: { x: Float32Array.from(data) } });
    const [one, other, blank] = rowsOf(read("y"), 32) as [number[], number[], number[]];
    for (const patch of [one, other]) {
      for (const channel of rowsOf(patch, 16))
        expect(channel.reduce((sum, value) => sum + value, 0) / 16).toBeCloseTo(0, 5);
      expect(patch.reduce((sum, value) => sum + value * value, 0) / 32).toBeCloseTo(1, 1);
    }
    one.forEach((value, i) => {
      expect(value).toBeCloseTo(other[i]!, 1);
    });
    for (const value of blank) expect(value).toBeCloseTo(0, 6);
  });

  it("are enlarged by a whole factor", () => {
    expect(patchViews(input("x", [2, 3, 4, 4]), 2).shape).toEqual([2, 3, 8, 8]);
  });
});
