import { afterAll, describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { Scope } from "../nn/index.js";
import { input } from "../tensor/index.js";
import { describeEncoder } from "./encoder.suite.js";
import { colourisation } from "./index.js";

describeEncoder("colourisation", {
  encoder: colourisation(),
  shape: [2, 1, 9, 6],
  sizes: [
    { shape: [2, 1, 32, 32], width: 32 },
    { shape: [2, 3, 1, 5], width: 32 },
  ],
  layers: ["stage1", "stage5", "map"],
  // Keras: 80 + 1,168 + 2,320 + 4,640 + 9,248.
  counts: [{ encoder: colourisation(), shape: [1, 1, 16, 16], parameters: 17456 }],
});

const engine = inlineEngine();
afterAll(() => engine.dispose());

describe("SPEC row 98, the first half", () => {
  it("halves the picture three times, rounding up", () => {
    const { layers } = colourisation().apply(Scope.root(), input("x", [1, 1, 32, 27]));
    expect([...layers.values()].map(({ shape }) => shape.slice(1))).toEqual([
      [8, 16, 14],
      [16, 16, 14],
      [16, 8, 7],
      [32, 8, 7],
      [32, 4, 4],
      [32, 4, 4],
    ]);
  });

  it("pads even sides at the bottom right only, and odd ones at both ends", async () => {
    // Kernels of ones over a picture of ones count the pixels that each window holds.
    const windows = async (side: number) => {
      const root = Scope.root();
      const { layers } = colourisation().apply(root, input("x", [1, 1, side, side]));
      const values = root.variables
        .initialValues(1)
        .map((entry) =>
          entry.name === "stage1/conv/weight" ? { ...entry, data: new Float32Array(72).fill(1) } : entry,
        );
      const program = await engine.load(
        { outputs: new Map([["y", layers.get("stage1")!]]), updates: new Map() },
        { store: await engine.createStore(values) },
      );
      const { y } = await program.run({ x: new Float32Array(side * side).fill(1) });
      return Array.from(y!.subarray(0, Math.ceil(side / 2) ** 2), Number);
    };
    expect(await windows(4)).toEqual([9, 6, 6, 4]);
    expect(await windows(3)).toEqual([4, 4, 4, 4]);
  });
});
