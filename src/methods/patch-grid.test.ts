import { describe, expect, it } from "vitest";
import { convnet, vit } from "../encoders/index.js";
import { ShapeError } from "../errors.js";
import { mae } from "./index.js";
import { patchGrid } from "./patch-grid.js";
import { tracing } from "./tracing.suite.js";

describe("patchGrid", () => {
  const grid = (encoder: Parameters<typeof tracing>[1]["encoder"]) => {
    const { root, views, ...model } = tracing(mae(), { encoder, shape: [2, 1, 8, 16], views: ["x"] });
    return { root, grid: patchGrid(model, views[0]!) };
  };

  it("is rows and columns of an encoder's patches, and their side", () => {
    const encoder = vit({ width: 8, depth: 1, heads: 2 });
    expect(grid(encoder).grid).toEqual({ rows: 2, columns: 4, patches: 8, side: 4 });
  });

  it("moves no running statistics", () => {
    const { root, grid: ofMap } = grid(convnet({ widths: [4, 4] }));
    expect(ofMap).toMatchObject({ rows: 4, columns: 8, side: 2 });
    expect(root.variables.get("encoder/stage1/norm/mean")).toBeDefined();
    expect(root.variables.assigned().size).toBe(0);
  });

  it("refuses maps whose places are no squares", () => {
    const bands = convnet({ widths: [4] });
    const apply: typeof bands.apply = (scope, x, options) => {
      const { map, ...rest } = bands.apply(scope, x, options);
      return { ...rest, map: { ...map!, shape: [2, 4, 8, 4] } };
    };
    expect(() => grid({ ...bands, apply })).toThrow(ShapeError);
  });
});
