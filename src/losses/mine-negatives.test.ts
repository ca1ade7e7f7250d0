import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, inlineEngine } from "../engine/index.js";
import { randomKey } from "../random/index.js";
import { constant } from "../tensor/index.js";
import { type Mining, mineNegatives } from "./index.js";

// On a line, so that distances can be read off. Anchor i is close to positive i, but for the last.
const anchors = [0, 10, 20, 30];
const positives = [1, 6, 21, 90];

describe("mineNegatives", () => {
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine();
  });
  afterAll(() => engine.dispose());

  async function mined(mining: Mining, step = 0, classes?: readonly number[]): Promise<number[]> {
    const column = (values: readonly number[]) => constant(values, [values.length, 1]);
    const chosen = mineNegatives(column(anchors), column(positives), {
      mining,
      key: randomKey("mine"),
      ...(classes ? { classes: constant(Int32Array.from(classes), [classes.length]) } : {}),
    });
    const program = await engine.load(
      { outputs: new Map([["chosen", chosen]]), updates: new Map() },
      { store: await engine.createStore() },
    );
    return Array.from((await program.run({}, { seed: 1, step })).chosen!, Number);
  }

  it("takes the nearest other row when told to take the hardest", async () => {
    // Anchor 10: 1 is 9 away, 21 is 11 away. Anchor 20: 6 is 14 away. Anchor 30: 21 is 9 away.
    expect(await mined("hardest")).toEqual([1, 0, 1, 2]);
  });

  it("takes the nearest that is farther than the positive when semi-hard, or else the farthest", async () => {
    // Positives are 1, 4, 1 and 60 away; nothing is farther than 60 from anchor 30: the farthest is 1.
    expect(await mined("semi-hard")).toEqual([1, 0, 1, 0]);
  });

  it("takes every other row sooner or later at random, and never the anchor's own", async () => {
    const seen = anchors.map(() => new Set<number>());
    for (let step = 0; step < 40; step++) {
      const rows = await mined("random", step);
      rows.forEach((row, i) => {
        seen[i]!.add(row);
      });
    }
    expect(seen.map((rows) => [...rows].sort())).toEqual([
      [1, 2, 3],
      [0, 2, 3],
      [0, 1, 3],
      [0, 1, 2],
    ]);
  });

  it("takes none of the anchor's class, however hard", async () => {
    // Anchors 0 and 10 are of one class, 20 and 30 of another.
    expect(await mined("hardest", 0, [0, 0, 1, 1])).toEqual([2, 2, 1, 1]);
    // Farther than the positive of anchor 30, which is 60 away, is nothing of the other class: the farthest is 1.
    expect(await mined("semi-hard", 0, [0, 0, 1, 1])).toEqual([2, 2, 1, 0]);
    const seen = anchors.map(() => new Set<number>());
    for (let step = 0; step < 40; step++) {
      (await mined("random", step, [0, 0, 1, 0])).forEach((row, i) => {
        seen[i]!.add(row);
      });
    }
    expect(seen.map((rows) => [...rows].sort())).toEqual([[2], [2], [0, 1, 3], [2]]);
  });

  it.each(["random", "semi-hard", "hardest"] as const)(
    "takes the anchor's own positive where there is no other class (%s)",
    async (mining) => {
      expect(await mined(mining, 0, [1, 1, 1, 1])).toEqual([0, 1, 2, 3]);
      expect(await mined(mining, 0, [0, 1, 0, 0])).toEqual([1, expect.any(Number), 1, 1]);
    },
  );
});
