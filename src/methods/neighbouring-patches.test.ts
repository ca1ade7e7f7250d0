import { describe, expect, it } from "vitest";
import { Scope } from "../nn/index.js";
import { constant, input } from "../tensor/index.js";
import { neighbourSide, patchPosition } from "./index.js";
import { neighbouringPatches, neighbours, placed } from "./neighbouring-patches.js";
import { rowsOf, runTensors } from "./run-tensors.suite.js";

describe("two patches", () => {
  const [n, height, width, side] = [64, 28, 34, 8];
  const x = input("x", [n, 1, height, width]);
  // Every pixel says where it is.
  const data = Float32Array.from({ length: n * height * width }, (_, i) => i);

  const cut = async (options: Parameters<typeof patchPosition>[0]) => {
    const settings = patchPosition.definition.options.parse(options);
    const { patches, truth } = neighbouringPatches(Scope.root().child("head"), x, settings);
    expect(neighbourSide([height, width], settings)).toBe(side);
    const read = await runTensors({ patches, truth }, { feeds: { x: data } });
    const corners = rowsOf(read("patches"), side * side).map(([first = 0, ...rest]) => {
      expect(rest.at(-1)).toBe(first + (side - 1) * (width + 1)); // in one piece, inside the picture
      expect((first % width) + side).toBeLessThanOrEqual(width);
      return {
        picture: Math.floor(first / (height * width)),
        top: Math.floor(first / width) % height,
        left: first % width,
      };
    });
    return read("truth").map((label, i) => {
      const [one, other] = [corners[2 * i]!, corners[2 * i + 1]!];
      expect([one.picture, other.picture]).toEqual([i, i]);
      return { label, one, other, down: other.top - one.top, right: other.left - one.left };
    });
  };

  it("lie as the label says, a gap apart", async () => {
    const pairs = await cut({ jitter: 0 });
    for (const { label, down, right } of pairs)
      expect([down, right]).toEqual(neighbours[label]!.map((step) => step * 12));
    expect(new Set(pairs.map(({ label }) => label)).size).toBe(8);
    expect(new Set(pairs.map(({ one }) => one.top)).size).toBeGreaterThan(8);
    // Nothing but the label's own room: the second patch reaches every edge.
    expect(Math.min(...pairs.map(({ other }) => other.top))).toBe(0);
    expect(Math.max(...pairs.map(({ other }) => other.left))).toBe(width - side);
  });

  it("are moved by a little, each by itself", async () => {
    const off = (await cut({ jitter: 0.25 })).flatMap(({ label, down, right }) =>
      [down, right].map((length, axis) => length - 12 * neighbours[label]![axis]!),
    );
    expect(Math.max(...off.map(Math.abs))).toBeLessThanOrEqual(4);
    expect(Math.max(...off)).toBeGreaterThan(2);
    expect(Math.min(...off)).toBeLessThan(-2);
  });

  it("touch without gap and jitter", async () => {
    for (const { label, down, right } of await cut({ jitter: 0, gap: 0 }))
      expect([down, right]).toEqual(neighbours[label]!.map((step) => step * side));
  });

  it("are shown in the places that labels say", async () => {
    const patches = input("patches", [4, 1, 1, 1]);
    const drawn = placed(patches, constant(Int32Array.of(0, 4), [2]));
    const read = await runTensors({ drawn }, { feeds: { patches: Float32Array.of(1, 2, 3, 4) } });
    expect(read("drawn")).toEqual([2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 3, 4, 0, 0, 0]);
  });
});
