import { describe, expect, it } from "vitest";
import { add } from "../tensor/index.js";
import { crossEntropy } from "./index.js";
import { describeLoss, evaluate, waves } from "./loss.suite.js";

const labels = (...values: number[]) => ({ rows: [values], integer: true });

describeLoss("crossEntropy", {
  inputs: [{ rows: waves(4, 5, 0.2) }, labels(0, 4, 2, 2)],
  loss: crossEntropy,
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
    const { value } = await evaluate(crossEntropy, logits, labels(1, 0, 3));
    const risen = await evaluate((x, y) => crossEntropy(add(x, 500), y), logits, labels(1, 0, 3));
    expect(risen.value).toBeCloseTo(value, 3);
  });

  it("is ln C for equal logits", async () => {
    const flat = [0, 1].map(() => [2, 2, 2, 2, 2, 2, 2]);
    expect((await evaluate(crossEntropy, flat, labels(6, 0))).value).toBeCloseTo(Math.log(7), 6);
  });
});
