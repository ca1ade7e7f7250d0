import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { integers, randomKey } from "./index.js";

describe("integers", () => {
  it("are whole, below the bound, and each about as often as the others", async () => {
    const engine = inlineEngine();
    const drawn = integers(randomKey("k"), 7, [100, 70]);
    expect(drawn.dtype).toBe("int32");
    const outputs = new Map([["drawn", drawn]]);
    const program = await engine.load({ outputs, updates: new Map() }, { store: await engine.createStore() });
    const counts = new Map<number, number>();
    for (const value of (await program.run({}, { seed: 1, step: 0 })).drawn!)
      counts.set(Number(value), (counts.get(Number(value)) ?? 0) + 1);
    await engine.dispose();
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    // 1000 of each are expected, with a deviation of 29.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  it("stay below the bound for the greatest draw", () => {
    // What the graph computes, in its float32.
    for (let below = 1; below < 5000; below++)
      expect(Math.fround(Math.fround(1 - 2 ** -24) * below)).toBeLessThan(below);
  });
});
