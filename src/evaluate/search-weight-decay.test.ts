import { expect, it } from "vitest";
import { walk } from "./search-weight-decay.js";

/** A valley whose bottom is at c = 10^bottom, and what was asked. */
function valley(bottom: number) {
  const asked: number[] = [];
  return {
    asked,
    lossAt: async (strength: number) => {
      asked.push(Math.log10(strength));
      return (Math.log10(strength) - bottom) ** 2;
    },
  };
}

it("finds the bottom of a valley to half a decade, to either side of where it begins", async () => {
  for (const bottom of [-4, -2.5, -1, 0.5, 1, 1.5, 3, 5.5]) {
    const { exponent, atEdge } = await walk(valley(bottom).lossAt);
    expect({ bottom: exponent / 2, atEdge }).toEqual({ bottom, atEdge: false });
  }
});

it("says so where the loss still falls at the end of the grid", async () => {
  expect(await walk(valley(-8).lossAt)).toEqual({ exponent: -10, atEdge: true });
  expect(await walk(valley(9).lossAt)).toEqual({ exponent: 12, atEdge: true });
});

it("does not walk a plain to its end: what is gained by too little is not worth a decade", async () => {
  const asked: number[] = [];
  const flat = await walk(async (strength) => {
    asked.push(strength);
    return 0.5 + 1e-5 * Math.log10(strength);
  });
  expect(flat.atEdge).toBe(false);
  expect(asked.length).toBeLessThan(8);
});
