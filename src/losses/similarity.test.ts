import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { input } from "../tensor/index.js";
import { cosineSimilarities, withoutSelf } from "./index.js";
import { cosine, waves } from "./loss.suite.js";

describe("similarity", () => {
  it("is the cosine of every pair of rows, and withoutSelf leaves only other rows", async () => {
    const [a, b] = [waves(3, 4, 1), waves(3, 4, 2)];
    const engine = inlineEngine();
    const all = cosineSimilarities(input("a", [3, 4]), input("b", [3, 4]));
    const outputs = new Map([
      ["all", all],
      ["others", withoutSelf(all)],
    ]);
    const program = await engine.load({ outputs, updates: new Map() }, { store: await engine.createStore() });
    const results = await program.run({ a: Float32Array.from(a.flat()), b: Float32Array.from(b.flat()) });
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        expect(results.all?.[3 * i + j]).toBeCloseTo(cosine(a[i]!, b[j]!), 5);
        const other = results.others?.[3 * i + j] as number;
        if (i === j) expect(other).toBeLessThan(-1e8);
        else expect(other).toBeCloseTo(cosine(a[i]!, b[j]!), 5);
      }
    }
    await engine.dispose();
  });
});
