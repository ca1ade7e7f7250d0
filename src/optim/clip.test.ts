import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { input } from "../tensor/index.js";
import { clipByGlobalNorm } from "./index.js";

async function clipped(max: number): Promise<number[]> {
  const engine = inlineEngine();
  const { gradients, norm } = clipByGlobalNorm([input("a", [2]), input("b", [1, 1])], max);
  const outputs = new Map([["norm", norm], ...gradients.map((g, i) => [`g${i}`, g] as const)]);
  const program = await engine.load({ outputs, updates: new Map() }, { store: await engine.createStore() });
  const result = await program.run({ a: Float32Array.of(3, 4), b: Float32Array.of(12) });
  await engine.dispose();
  return [...result.norm!, ...result.g0!, ...result.g1!] as number[];
}

describe("clipByGlobalNorm", () => {
  it("scales all gradients by one number when their common norm is too large", async () => {
    const expected = [13, 0.6, 0.8, 2.4];
    (await clipped(2.6)).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 5);
    });
  });

  it("leaves them as they are below the limit, and without one", async () => {
    expect(await clipped(13.1)).toEqual([13, 3, 4, 12]);
    expect(await clipped(Number.POSITIVE_INFINITY)).toEqual([13, 3, 4, 12]);
  });
});
