import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { ConfigError } from "../errors.js";
import { randomKey } from "../random/index.js";
import { targetBlocks } from "./target-blocks.js";

const grid = { rows: 5, columns: 7, patches: 35 };
const samples = 8;

describe("target blocks", () => {
  it("leaves a context outside all blocks, anywhere, of as many patches in every picture", async () => {
    const { blocks, context } = targetBlocks(randomKey("patches"), samples, grid, {
      targets: 4,
      targetShare: 0.15,
    });
    expect(blocks.map((block) => block.shape)).toEqual(Array(4).fill([samples, 5]));
    expect(context.shape).toEqual([samples, 15]);
    const engine = inlineEngine();
    try {
      const outputs = new Map([...blocks.entries()].map(([i, block]) => [`block${i}`, block]));
      const program = await engine.load(
        { outputs: outputs.set("context", context), updates: new Map() },
        { store: await engine.createStore() },
      );
      const results = await program.run({}, { seed: 1, step: 0 });
      const rows = (name: string, n: number) => {
        const all = Array.from(results[name]!, Number);
        const width = all.length / samples;
        return all.slice(n * width, (n + 1) * width);
      };
      const contexts = Array.from({ length: samples }, (_, n) => rows("context", n));
      contexts.forEach((seen, n) => {
        expect(new Set(seen).size).toBe(15);
        expect(seen.every((patch) => patch >= 0 && patch < 35)).toBe(true);
        for (let i = 0; i < 4; i++)
          expect(rows(`block${i}`, n).filter((patch) => seen.includes(patch))).toEqual([]);
        expect(rows("block0", n)).not.toEqual(rows("block1", n));
      });
      expect(new Set(contexts.map((seen) => seen.toSorted((a, b) => a - b).join())).size).toBe(samples);
    } finally {
      await engine.dispose();
    }
  });

  it("refuses blocks that may leave nothing to see", () => {
    expect(() => targetBlocks(randomKey("p"), samples, grid, { targets: 5, targetShare: 0.2 })).toThrow(
      ConfigError,
    );
  });
});
