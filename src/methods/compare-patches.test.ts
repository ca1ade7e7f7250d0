import { describe, expect, it } from "vitest";
import { Scope } from "../nn/index.js";
import { input, mean, type Tensor } from "../tensor/index.js";
import { comparePatches } from "./compare-patches.js";

describe("patches that a head compares", () => {
  const seenAt = (side: number, patchScale?: number) => {
    const seen: Tensor[] = [];
    const encode = (x: Tensor) => {
      seen.push(x);
      return mean(x, [2, 3]);
    };
    const settings = { hiddenDim: 8, ...(patchScale === undefined ? {} : { patchScale }) };
    const { embedding, logits } = comparePatches(
      { scope: Scope.root(), encode },
      input("patches", [6, 1, side, side]),
      3,
      5,
      settings,
    );
    return { seen: seen.map(({ shape }) => shape), embedding: embedding.shape, logits: logits.shape };
  };

  it("are seen alone, and enlarged until they are 16 pixels wide", () => {
    expect(seenAt(8)).toEqual({ seen: [[6, 1, 16, 16]], embedding: [6, 1], logits: [3, 5] });
    expect([4, 12, 16, 24].map((side) => seenAt(side).seen[0]![2])).toEqual([16, 24, 16, 24]);
  });

  it("are enlarged as often as is said", () => {
    expect([1, 3].map((scale) => seenAt(8, scale).seen[0]![2])).toEqual([8, 24]);
  });
});
