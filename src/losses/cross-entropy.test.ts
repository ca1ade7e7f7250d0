import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import { topologicalOrder } from "../graph/index.js";
import { add, input, reshape, type Tensor } from "../tensor/index.js";
import { crossEntropy } from "./index.js";
import { describeLoss, evaluate, waves } from "./loss.suite.js";

const plain = (logits: Tensor, wanted: Tensor) => crossEntropy(logits, wanted);
const labels = (...values: number[]) => ({ rows: [values], integer: true });

describeLoss("crossEntropy", {
  inputs: [{ rows: waves(4, 5, 0.2) }, labels(0, 4, 2, 2)],
  loss: (logits, wanted) => crossEntropy(logits, wanted),
  slow(logits, [wanted = []]) {
    let total = 0;
    logits.forEach((row, i) => {
      const partition = row.reduce((sum, x) => sum + Math.exp(x), 0);
      total -= Math.log(Math.exp(row[wanted[i]!]!) / partition);
    });
    return total / logits.length;
  },
});

describe("crossEntropy", () => {
  it("does not change when all logits rise together, however far", async () => {
    const logits = waves(3, 4, 1);
    const { value } = await evaluate(plain, logits, labels(1, 0, 3));
    const risen = await evaluate((x, y) => crossEntropy(add(x, 500), y), logits, labels(1, 0, 3));
    expect(risen.value).toBeCloseTo(value, 3);
  });

  it("is ln C for equal logits", async () => {
    const flat = [0, 1].map(() => [2, 2, 2, 2, 2, 2, 2]);
    expect((await evaluate(plain, flat, labels(6, 0))).value).toBeCloseTo(Math.log(7), 6);
  });

  it("counts rows without a class of these as nothing, in its slope too", async () => {
    const logits = waves(4, 3, 0.7);
    const some = await evaluate(plain, logits, labels(-1, 2, 3, 0));
    const two = await evaluate(plain, [logits[1]!, logits[3]!], labels(2, 0));
    expect(some.value).toBeCloseTo(two.value / 2, 6);
    const slopes = some.gradients[0]!;
    expect([...slopes.slice(0, 3), ...slopes.slice(6, 9)]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(slopes[3]).toBeCloseTo(two.gradients[0]![0]! / 2, 6);
  });

  it("is the mean over labelled rows when asked, and nothing where there are none", async () => {
    const logits = waves(4, 3, 0.7);
    const labelled = (x: Tensor, y: Tensor) => crossEntropy(x, y, { over: "labelled" });
    const some = await evaluate(labelled, logits, labels(-1, 2, 3, 0));
    const two = await evaluate(plain, [logits[1]!, logits[3]!], labels(2, 0));
    expect(some.value).toBeCloseTo(two.value, 6);
    expect(some.gradients[0]![3]).toBeCloseTo(two.gradients[0]![0]!, 6);
    expect(await evaluate(labelled, logits, labels(-1, -1, 3, 9))).toEqual({
      value: 0,
      gradients: [Array(12).fill(0)],
    });
  });

  it("stays finite where a label is all but impossible", async () => {
    const { value, gradients } = await evaluate(plain, [[0, 3000, -3000]], labels(2));
    expect(value).toBe(6000);
    expect(gradients[0]).toEqual([0, 1, -1]);
  });

  it("reads labels of any shape", async () => {
    const [rows, wanted] = [waves(6, 4, 0.3), labels(0, 3, 1, 2, 2, 0)];
    const flat = await evaluate(plain, rows, wanted);
    const folded = await evaluate(
      (x, y) => crossEntropy(reshape(x, [2, 3, 4]), reshape(y, [2, 3])),
      rows,
      wanted,
    );
    expect(folded).toEqual(flat);
  });

  it("has the softmax less the truth as its slope, of every row on several threads, without rows of zeros and a one", async () => {
    const [n, c] = [3000, 40];
    const [logits, truth] = [input("logits", [n, c]), input("labels", [n], "int32")];
    const loss = crossEntropy(logits, truth);
    const [slope] = gradient(loss, [logits]);
    expect(topologicalOrder([slope!]).map(({ op }) => op)).not.toContain("oneHot");
    const engine = inlineEngine({ threads: 4 });
    const program = await engine.load(
      { outputs: new Map([["slope", slope!]]), updates: new Map() },
      { store: await engine.createStore() },
    );
    const given = Float32Array.from({ length: n * c }, (_, k) => Math.sin(k * 1.3 + (k % 7)));
    const wanted = Int32Array.from({ length: n }, (_, i) => (i * 7) % c);
    const found = (await program.run({ logits: given, labels: wanted })).slope as Float32Array;
    await engine.dispose();
    let worst = 0;
    for (let i = 0; i < n; i++) {
      const row = Array.from(given.subarray(i * c, (i + 1) * c), Math.exp);
      const total = row.reduce((sum, value) => sum + value, 0);
      row.forEach((value, k) => {
        const expected = (value / total - (k === wanted[i] ? 1 : 0)) / n;
        worst = Math.max(worst, Math.abs(found[i * c + k]! - expected));
      });
    }
    expect(worst).toBeLessThan(1e-9);
  });
});
