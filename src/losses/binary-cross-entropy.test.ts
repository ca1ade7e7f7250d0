import { describe, expect, it } from "vitest";
import { neg, sub } from "../tensor/index.js";
import { binaryCrossEntropy } from "./index.js";
import { describeLoss, evaluate, type Rows, waves } from "./loss.suite.js";

const targets: Rows = waves(4, 3, 2).map((row) => row.map((x) => (x + 1) / 2));

describeLoss("binaryCrossEntropy", {
  inputs: [{ rows: waves(4, 3, 0.2) }, { rows: targets }],
  loss: binaryCrossEntropy,
  slow(logits, wanted) {
    let total = 0;
    logits.flat().forEach((x, i) => {
      const p = 1 / (1 + Math.exp(-x));
      const y = wanted.flat()[i]!;
      total -= y * Math.log(p) + (1 - y) * Math.log(1 - p);
    });
    return total / logits.flat().length;
  },
});

describe("binaryCrossEntropy", () => {
  it("does not change when both classes swap names", async () => {
    const logits = waves(4, 3, 1);
    const { value } = await evaluate(binaryCrossEntropy, logits, targets);
    const swapped = await evaluate((x, y) => binaryCrossEntropy(neg(x), sub(1, y)), logits, targets);
    expect(swapped.value).toBeCloseTo(value, 6);
  });

  it("is ln 2 for zero logits, and |x| for a sure mistake, however large", async () => {
    expect((await evaluate(binaryCrossEntropy, [[0, 0]], [[1, 0.3]])).value).toBeCloseTo(Math.LN2, 6);
    const sure = await evaluate(binaryCrossEntropy, [[-2000, 2000]], [[1, 0]]);
    expect(sure.value).toBeCloseTo(2000, 2);
    expect(sure.gradients[0]).toEqual([-0.5, 0.5]);
    expect((await evaluate(binaryCrossEntropy, [[2000, -2000]], [[1, 0]])).value).toBe(0);
  });
});
