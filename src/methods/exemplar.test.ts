import { describe, expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { constant, input, type Tensor } from "../tensor/index.js";
import { exemplaryPatch, squaredGradient } from "./exemplary-patch.js";
import { exemplar } from "./index.js";
import { describeMethod } from "./method.suite.js";
import { rowsOf, runTensors } from "./run-tensors.suite.js";
import { tracing } from "./tracing.suite.js";

describeMethod("exemplar", { method: exemplar() });
describeMethod("exemplar of oblong pictures", {
  method: exemplar(),
  side: 24,
  width: 32,
  steps: 5,
  lossFalls: false,
});

describe("an exemplary patch", () => {
  it("is the candidate about the steepest edges", async () => {
    const [n, side] = [2, 20];
    // A checkered square: in the first picture at the top right, in the second at the bottom left.
    const data = Float32Array.from({ length: n * side * side }, (_, i) => {
      const [picture, row, column] = [Math.floor(i / 400), Math.floor(i / side) % side, i % side];
      const isIn = picture === 0 ? row < 8 && column >= 12 : row >= 12 && column < 8;
      return isIn ? (row + column) % 2 : 0.5;
    });
    const x = input("x", [n, 1, side, side]);
    const ofFirst = [-1, -1, -1, 0.9, -0.9, 0, -1, 1, 0, 0, 0, 1];
    const ofSecond = [1, -1, 0, 0, 0, 1, -1, -1, 0, -0.8, 1, 1];
    const candidates = constant([...ofFirst, ...ofSecond], [n, 4, 3]);
    const { xx, x0, y0 } = exemplaryPatch(x, candidates, [0.3, 0.5]);
    const parts = { xx, x0, y0, gradient: squaredGradient(x) } as Record<string, Tensor>;
    const read = await runTensors(parts, { feeds: { x: data } });
    // The second candidate of the first picture, of side 0.4, and the last of the second, of side 0.5.
    expect(read("xx")).toEqual([expect.closeTo(0.4, 6), expect.closeTo(0.5, 6)]);
    expect(read("x0")).toEqual([expect.closeTo(0.9 * 0.6, 6), expect.closeTo(-0.8 * 0.5, 6)]);
    expect(read("y0")).toEqual([expect.closeTo(-0.9 * 0.6, 6), expect.closeTo(0.5, 6)]);
    const [first] = rowsOf(read("gradient"), 361) as [number[]];
    expect(first[13]).toBe(2); // inside the square: a step of 1 to the right and down
    expect(first[361 - 19]).toBe(0);
  });

  it("is square in an oblong picture, and anywhere in it", async () => {
    const x = input("x", [2, 1, 10, 20]);
    const data = Float32Array.from({ length: 400 }, (_, i) => (i % 20 < 10 ? 0 : i % 2));
    const candidates = constant([1, -1, 1, -1, 0, 1, -1, 1, -1, 1, 1, -1], [2, 2, 3]);
    const { xx, yy, x0, y0 } = exemplaryPatch(x, candidates, [0.4, 0.8]) as unknown as Record<string, Tensor>;
    const read = await runTensors({ xx: xx!, yy: yy!, x0: x0!, y0: y0! }, { feeds: { x: data } });
    // 8 pixels of 20 across and of 10 down, at the top right; 4 pixels at the bottom right.
    expect(read("xx")).toEqual([expect.closeTo(0.4, 6), expect.closeTo(0.2, 6)]);
    expect(read("yy")).toEqual([expect.closeTo(0.8, 6), expect.closeTo(0.4, 6)]);
    expect(read("x0")).toEqual([expect.closeTo(0.6, 6), expect.closeTo(0.8, 6)]);
    expect(read("y0")).toEqual([expect.closeTo(-0.2, 6), expect.closeTo(0.6, 6)]);
  });

  it("is some candidate where all are smaller than a pixel", async () => {
    const x = input("x", [1, 1, 8, 8]);
    const candidates = constant([0.1, 0.1, 0, -0.3, 0.2, 1], [1, 2, 3]);
    const { x0 } = exemplaryPatch(x, candidates, [0.01, 0.02]) as unknown as Record<string, Tensor>;
    const read = await runTensors({ x0: x0! }, { feeds: { x: Float32Array.from(Array(64).keys()) } });
    expect(read("x0").every(Number.isFinite)).toBe(true);
  });
});

describe("exemplar", () => {
  const encoder = convnet({ widths: [4] });
  const [n, side, samples] = [4, 16, 6];
  const context = () => ({
    ...tracing(exemplar(), { encoder, shape: [n, 1, side, side], views: ["x"], samples }),
    index: input("index", [n], "int32"),
  });

  it("has a class and places of its own for each sample, which do not change", () => {
    const { root, ...step } = context();
    exemplar().step(step);
    const { variables } = root;
    expect(variables.get("head/classifier/layer1/weight")?.shape).toEqual([128, samples]);
    expect(variables.get("head/places")).toMatchObject({ kind: "state", shape: [samples, 24] });
    expect(variables.assigned().has("head/places")).toBe(false);
    const places = variables.initialValues(1).find(({ name }) => name === "head/places")!.data;
    expect(new Set(Array.from(places, Number)).size).toBe(24 * samples);
  });

  it("shows other distortions of the same patch", async () => {
    // A context each, so that both draw the same patches.
    const shown = () => {
      const { root, ...model } = context();
      return { ...model, x: input("x", [n, 1, side, side]) };
    };
    const { panels } = exemplar().reconstruct!(shown());
    const still = exemplar({ distortion: 0 }).reconstruct!(shown()).panels.distorted!;
    const x = Float32Array.from({ length: n * side * side }, (_, i) => Math.sin(i + Math.sin(i)));
    const read = await runTensors({ ...panels, still }, { feeds: { x } });
    expect(read("still")).toEqual(read("patch"));
    expect(read("distorted")).not.toEqual(read("patch"));
    expect(read("again")).not.toEqual(read("distorted"));
  });

  it("shows patches at the scale of their picture", () => {
    const { root, ...model } = context();
    const shown = { ...model, x: input("x", [n, 1, side, side]) };
    const sideOf = (size: [number, number]) => exemplar({ size }).reconstruct!(shown).panels.patch?.shape;
    expect(sideOf([0.5, 0.8])).toEqual([n, 1, 12, 12]); // 0.65 of 16 pixels, to a multiple of 4
    expect(sideOf([1, 1])).toEqual([n, 1, side, side]);
  });

  it("trains on as many samples as there are to be classes", () => {
    expect([exemplar().mostSamples, exemplar({ classes: 7 }).mostSamples]).toEqual([8_000, 7]);
    expect(() => exemplar({ classes: 200_000 })).toThrow();
  });
});
