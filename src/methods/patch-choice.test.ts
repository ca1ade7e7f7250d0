import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tokensAt } from "../encoders/index.js";
import { type Engine, inlineEngine } from "../engine/index.js";
import { randomKey } from "../random/index.js";
import { input, type Tensor } from "../tensor/index.js";
import { blockOfPatches, patchMask, randomPatches } from "./patch-choice.js";

describe("choosing patches", () => {
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine();
  });
  afterAll(() => engine.dispose());

  const run = async (tensors: Record<string, Tensor>, feeds = {}, step = 0) => {
    const program = await engine.load(
      { outputs: new Map(Object.entries(tensors)), updates: new Map() },
      { store: await engine.createStore() },
    );
    const results = await program.run(feeds, { seed: 1, step });
    return (name: string) => Array.from(results[name]!, Number);
  };
  const key = randomKey("mask");
  const rowsOf = (values: readonly number[], width: number) =>
    Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));

  it("takes exactly so many different patches of each picture, others in another step", async () => {
    for (const chosen of [randomPatches(key, 8, 35, 9), blockOfPatches(key, 8, [5, 7], 9)]) {
      const read = await run({ chosen, mask: patchMask(chosen, 35) });
      for (const row of rowsOf(read("chosen"), 9)) {
        expect(new Set(row).size).toBe(9);
        expect(row.every((patch) => patch >= 0 && patch < 35)).toBe(true);
      }
      rowsOf(read("mask"), 35).forEach((row, n) => {
        const marked = row.flatMap((value, patch) => (value === 1 ? [patch] : []));
        expect(marked).toEqual(rowsOf(read("chosen"), 9)[n]!.toSorted((a, b) => a - b));
      });
      expect((await run({ chosen }, {}, 1))("chosen")).not.toEqual(read("chosen"));
    }
  });

  it("takes blocks in one piece, of different places", async () => {
    const read = await run({ chosen: blockOfPatches(key, 16, [6, 6], 10) });
    const blocks = rowsOf(read("chosen"), 10);
    for (const block of blocks) {
      // From one patch, walking to neighbours inside the block reaches all of it.
      const reached = new Set([block[0]!]);
      for (const patch of reached) {
        const beside = [
          patch - 6,
          patch + 6,
          ...(patch % 6 > 0 ? [patch - 1] : []),
          ...(patch % 6 < 5 ? [patch + 1] : []),
        ];
        for (const other of beside) if (block.includes(other)) reached.add(other);
      }
      expect(reached.size).toBe(10);
    }
    expect(new Set(blocks.map((block) => block.toSorted((a, b) => a - b).join())).size).toBeGreaterThan(8);
  });

  it("gathers the tokens of each picture's own patches", async () => {
    const tokens = input("tokens", [2, 3, 2]);
    const read = await run(
      { picked: tokensAt(tokens, input("chosen", [2, 2], "int32")) },
      { tokens: Float32Array.from({ length: 12 }, (_, i) => i), chosen: Int32Array.of(2, 0, 1, 2) },
    );
    expect(read("picked")).toEqual([4, 5, 0, 1, 8, 9, 10, 11]);
  });
});
