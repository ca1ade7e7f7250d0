import { afterAll, describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { averagePool2d, input, resizeArea } from "./index.js";

const engine = inlineEngine();
afterAll(() => engine.dispose());

describe("resizeArea", () => {
  it("is the mean of blocks where they divide the picture", async () => {
    const x = input("x", [2, 3, 8, 12]);
    const outputs = new Map([
      ["area", resizeArea(x, 4, 3)],
      ["blocks", averagePool2d(x, [2, 4])],
    ]);
    const program = await engine.load({ outputs, updates: new Map() }, { store: await engine.createStore() });
    const { area, blocks } = await program.run({
      x: Float32Array.from({ length: 2 * 3 * 96 }, (_, i) => Math.sin(i * i)),
    });
    expect(area!.length).toBe(2 * 3 * 12);
    area!.forEach((value, i) => {
      expect(Number(value)).toBeCloseTo(Number(blocks![i]), 5);
    });
  });

  it("weighs pixels that are covered in part by their share", async () => {
    const y = resizeArea(input("x", [1, 1, 1, 5]), 1, 2);
    const program = await engine.load(
      { outputs: new Map([["y", y]]), updates: new Map() },
      { store: await engine.createStore() },
    );
    const result = await program.run({ x: Float32Array.of(1, 2, 3, 4, 5) });
    expect(Array.from(result.y!, Number)).toEqual([
      expect.closeTo((1 + 2 + 3 / 2) / 2.5, 5),
      expect.closeTo((3 / 2 + 4 + 5) / 2.5, 5),
    ]);
  });
});
