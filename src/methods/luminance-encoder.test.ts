import { afterAll, describe, expect, it } from "vitest";
import { greyOf, lightness } from "../augment/index.js";
import { convnet } from "../encoders/index.js";
import { inlineEngine } from "../engine/index.js";
import { standardise } from "../kinds/index.js";
import { Scope } from "../nn/index.js";
import { barePicturesData } from "../setup/index.js";
import { branch } from "../steps/index.js";
import { concat, input } from "../tensor/index.js";
import { luminanceEncoder } from "./luminance-encoder.js";

const engine = inlineEngine();
afterAll(() => engine.dispose());

describe("luminanceEncoder", () => {
  it("sees a colour picture and its grey copy alike, whatever they are standardised by, and one channel", async () => {
    const statistics = { mean: [0.7, 0.5, 0.4], deviation: [0.3, 0.2, 0.4] };
    const root = Scope.root({ training: false });
    const { encode } = branch(root, luminanceEncoder(convnet({ widths: [4, 8] })), {
      data: { ...barePicturesData({ channels: 3, size: [8, 8] }), standardise: statistics },
    });
    const pixels = input("pixels", [3, 3, 8, 8]);
    const grey = greyOf(lightness(pixels));
    const outputs = new Map([
      ["colour", encode(standardise(pixels, statistics))],
      ["grey", encode(standardise(concat([grey, grey, grey], 1), statistics))],
    ]);
    const kernel = root.variables.parameters().find(({ name }) => name === "encoder/stage1/conv/weight");
    expect(kernel?.shape).toEqual([4, 1, 3, 3]);
    const store = await engine.createStore(root.variables.initialValues(1));
    const program = await engine.load({ outputs, updates: new Map() }, { store });
    const result = await program.run({
      pixels: Float32Array.from({ length: 3 * 3 * 64 }, (_, i) => 0.5 + 0.5 * Math.sin(i * i)),
    });
    result.colour!.forEach((value, i) => {
      expect(Number(value)).toBeCloseTo(Number(result.grey![i]), 3);
    });
    const different = new Set(Array.from(result.colour!, Number).map((value) => value.toFixed(3)));
    expect(different.size).toBeGreaterThan(4);
  });
});
