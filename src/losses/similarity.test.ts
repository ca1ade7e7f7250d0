import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import { compile } from "../onnx/index.js";
import { add, input, type Tensor } from "../tensor/index.js";
import {
  barlowTwinsLoss,
  cosineSimilarities,
  dcl,
  ntXent,
  supCon,
  vicRegLoss,
  withoutSelf,
} from "./index.js";
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

  it.each<readonly [string, (za: Tensor, zb: Tensor) => Tensor]>([
    ["contrastive losses of large batches", (a, b) => add(ntXent(a, b), dcl(a, b))],
    ["supervised ones", (a, b) => supCon(a, b, input("labels", [512], "int32"))],
    ["losses of wide vectors", (a, b) => add(barlowTwinsLoss(a, b), vicRegLoss(a, b))],
  ])("keeps models of %s small: masks are made where they are used", (_, loss) => {
    const [a, b] = [input("a", [512, 1024]), input("b", [512, 1024])];
    const value = loss(a, b);
    const slopes = gradient(value, [a, b]);
    const outputs = new Map([value, ...slopes].map((tensor, i) => [`${i}`, tensor]));
    // One mask of numbers alone would be 4 megabytes.
    expect(compile({ outputs, updates: new Map() }).model.length).toBeLessThan(50_000);
  });
});
