import { describe, expect, it } from "vitest";
import { reducedSize } from "./reduced-size.js";
import { decodedSide, storedSize } from "./stored-size.js";

describe("the size in which a picture is decoded", () => {
  it("is that of a JPEG, halved, with as many pixels as are needed", () => {
    expect(reducedSize([3000, 4000], true, 240)).toEqual([375, 500]);
    expect(reducedSize([3001, 4001], true, 375)).toEqual([375, 500]);
    expect(reducedSize([3000, 4000], true, 376)).toEqual([750, 1000]);
    expect(reducedSize([300, 400], true, 240)).toEqual([300, 400]);
    expect(reducedSize([30000, 40000], true, 240)).toEqual([468, 625]);
    expect(reducedSize([1, 9], true, 240)).toEqual([1, 9]);
  });

  it("is the own one of others, but of huge ones", () => {
    expect(reducedSize([1500, 2000], false, 240)).toEqual([1500, 2000]);
    expect(reducedSize([8192, 8192], false, 240)).toEqual([2048, 2048]);
    expect(reducedSize([8192, 8192], false, 3000)).toEqual([3000, 3000]);
    expect(reducedSize([100, 1e5], false, 240)).toEqual([100, 1e5]);
    expect(reducedSize([100, 1e6], false, 240)).toEqual([41, 409600]);
  });

  it("is the same for both pictures that are kept of photographs of one shape", () => {
    for (const view of [32, 64, 96, 224] as const)
      for (const width of [3000, 4000, 4500, 6000]) {
        const size = [view, view] as const;
        const stored = storedSize([{ height: 3000, width }], size, "auto");
        expect(decodedSide(size, stored)).toBe(decodedSide(size, null));
      }
    expect(decodedSide([96, 96], [500, 500])).toBe(495);
  });
});
