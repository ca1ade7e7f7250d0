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

  it("has 2.25 times the view's side, in the pictures' proportions", () => {
    expect(storedSize(photographs(3000, 3000), [96, 96], "auto")).toEqual([216, 216]);
    const wide = storedSize(photographs(2000, 4000), [96, 96], "auto");
    expect(wide).toEqual([153, 305]);
    // As many of each: the middle one decides.
    const both = [...photographs(3000, 4000), ...photographs(4000, 3000, 6)];
    expect(storedSize(both, [96, 96], "auto")).toEqual([249, 187]);
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
    expect(storedSize(photographs(10, 10000), [32, 32], "auto")).toEqual([36, 144]);
  });
});
