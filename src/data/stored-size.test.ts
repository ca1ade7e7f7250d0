import { describe, expect, it } from "vitest";
import { storedSize } from "./stored-size.js";

const photographs = (height: number, width: number, count = 5) =>
  Array.from({ length: count }, () => ({ height, width }));

describe("the stored size", () => {
  it("is none where every picture has the view's size, or none is asked for", () => {
    expect(storedSize(photographs(28, 28), [28, 28], "auto")).toBeNull();
    expect(storedSize(photographs(28, 28), [28, 28], 100)).toBeNull();
    expect(storedSize(photographs(3000, 4000), [96, 96], null)).toBeNull();
    expect(storedSize([], [96, 96], "auto")).toBeNull();
  });

  it("has 2.5 times the view's side, in the pictures' proportions", () => {
    expect(storedSize(photographs(3000, 3000), [96, 96], "auto")).toEqual([240, 240]);
    expect(storedSize(photographs(2000, 4000), [96, 96], "auto")).toEqual([170, 339]);
    expect(storedSize(photographs(3000, 3000), [32, 64], "auto")).toEqual([80, 160]);
  });

  it("has sides that are long enough for nine pictures of ten", () => {
    const both = [...photographs(3000, 4000), ...photographs(4000, 3000, 5)];
    expect(storedSize(both, [96, 96], "auto")).toEqual([277, 277]);
    const few = [...photographs(3000, 4000, 9), ...photographs(4000, 3000, 1)];
    expect(storedSize(few, [96, 96], "auto")).toEqual([208, 277]);
    const small = [...photographs(60, 80, 19), ...photographs(3000, 4000, 1)];
    expect(storedSize(small, [32, 32], "auto")).toEqual([60, 80]);
  });

  it("has no more pixels than the pictures", () => {
    expect(storedSize(photographs(120, 160), [96, 96], "auto")).toEqual([120, 160]);
    expect(storedSize(photographs(40, 60), [96, 96], "auto")).toEqual([40, 60]);
    expect(storedSize(photographs(120, 160), [96, 96], 500)).toEqual([120, 160]);
  });

  it("has as many pixels as the square that is asked for, or the very shape", () => {
    expect(storedSize(photographs(2000, 4000), [96, 96], 200)).toEqual([141, 283]);
    expect(storedSize(photographs(2000, 4000), [96, 96], [150, 150])).toEqual([150, 150]);
  });

  it("bears pictures of extreme proportions", () => {
    expect(storedSize(photographs(10, 10000), [32, 32], "auto")).toEqual([10, 160]);
  });
});
