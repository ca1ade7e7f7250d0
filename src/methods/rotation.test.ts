import { describe, expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { Scope } from "../nn/index.js";
import { barePictures } from "../setup/index.js";
import { pictureModel } from "../steps/index.js";
import { constant, input } from "../tensor/index.js";
import { rotation } from "./index.js";
import { describeMethod } from "./method.suite.js";
import { everyTurn, turnEach } from "./quarter-turns.js";
import { rowsOf, runTensors } from "./run-tensors.suite.js";

describeMethod("rotation", { method: rotation() });
describeMethod("rotation of one copy", { method: rotation({ copies: "one" }), channels: 3 });

const upright = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const turns = [
  upright,
  [3, 6, 9, 2, 5, 8, 1, 4, 7],
  [9, 8, 7, 6, 5, 4, 3, 2, 1],
  [7, 4, 1, 8, 5, 2, 9, 6, 3],
];

describe("quarter turns", () => {
  it("go anticlockwise, one after another", async () => {
    const x = input("x", [1, 1, 3, 3]);
    const read = await runTensors({ y: everyTurn(x) }, { feeds: { x: Float32Array.from(upright) } });
    expect(read("y")).toEqual(turns.flat());
  });

  it("are each picture's own", async () => {
    const x = input("x", [4, 1, 3, 3]);
    const by = [2, 0, 3, 1];
    const y = turnEach(x, constant(Int32Array.from(by), [4]));
    const pictures = by.flatMap((_, i) => upright.map((value) => 10 * i + value));
    const read = await runTensors({ y }, { feeds: { x: Float32Array.from(pictures) } });
    expect(read("y")).toEqual(by.flatMap((quarters, i) => turns[quarters]!.map((value) => 10 * i + value)));
  });
});

describe("rotation", () => {
  const encoder = convnet({ widths: [4] });
  const context = (height: number, width: number) => {
    const config = barePictures(rotation(), encoder, {
      size: [height, width],
      channels: 1,
      augment: [],
      batchSize: 8,
    });
    return pictureModel(Scope.root({ training: false }), encoder, config);
  };

  it("turns pictures back by what was told", async () => {
    const x = input("x", [8, 1, 4, 4]);
    const made = context(4, 4);
    const { panels } = rotation().reconstruct!({ ...made, x });
    // A head that reads nothing and always says three quarters: every picture is turned by one more.
    const state = made.scope.variables.initialValues(1).map((entry) => {
      const isBias = entry.name === "head/classifier/bias";
      const data = (entry.data as Float32Array).map((_, i) => (isBias && i === 3 ? 1 : 0));
      return entry.name.startsWith("head/classifier") ? { ...entry, data } : entry;
    });
    const pictures = Float32Array.from({ length: 128 }, (_, i) => ((i * 7) % 13) / 13 - 0.5);
    const read = await runTensors(panels, { feeds: { x: pictures }, state });
    const turn = (picture: readonly number[]) =>
      picture.map((_, i) => picture[(i % 4) * 4 + 3 - Math.floor(i / 4)]!);
    const near = (a: readonly number[], b: readonly number[]) =>
      a.every((value, i) => Math.abs(value - b[i]!) < 1e-6);
    const backs = rowsOf(read("turned back"), 16);
    const amounts = rowsOf(read("turned"), 16).map((shown, n) => {
      expect(near(backs[n]!, turn(shown))).toBe(true);
      const picture = Array.from(pictures.subarray(16 * n, 16 * n + 16), (value) => value * 0.25 + 0.5);
      const turns = [picture, turn(picture), turn(turn(picture)), turn(turn(turn(picture)))];
      return turns.findIndex((one) => near(one, shown));
    });
    expect(Math.min(...amounts)).toBe(0);
    expect(new Set(amounts).size).toBeGreaterThan(2);
  });

  it("refuses pictures that are not square", () => {
    const x = input("x", [2, 1, 4, 6]);
    expect(() => rotation().reconstruct!({ ...context(4, 6), x })).toThrow(ConfigError);
    expect(() => rotation().reconstruct!({ ...context(4, 6), x })).toThrow(/got 4 x 6. Give `size: 4`\./);
  });

  it("takes a quarter of the samples where each fills four places of a batch", () => {
    expect(rotation().recipe.batchSize * 4).toBe(2 * rotation({ copies: "one" }).recipe.batchSize);
  });
});
