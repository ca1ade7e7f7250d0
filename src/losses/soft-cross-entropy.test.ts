import { describe, expect, it } from "vitest";
import { add, mean } from "../tensor/index.js";
import { softCrossEntropy } from "./index.js";
import { describeLoss, evaluate, type Rows, waves } from "./loss.suite.js";

const loss = (logits: Parameters<typeof softCrossEntropy>[0], targets: typeof logits) =>
  mean(softCrossEntropy(logits, targets));

describeLoss("softCrossEntropy", {
  inputs: [{ rows: waves(4, 5, 0.2) }, { rows: waves(4, 5, 2) }],
  loss,
  slow(logits, targets) {
    let total = 0;
    logits.forEach((row, i) => {
      const partition = row.reduce((sum, x) => sum + Math.exp(x), 0);
      row.forEach((x, k) => {
        total -= targets[i]![k]! * Math.log(Math.exp(x) / partition);
      });
    });
    return total / logits.length;
  },
});

describe("softCrossEntropy", () => {
  it("does not change when all logits rise together, where targets sum to 1", async () => {
    const targets: Rows = [
      [0.2, 0.3, 0.5],
      [0, 1, 0],
    ];
    const logits = waves(2, 3, 1);
    const { value } = await evaluate(loss, logits, targets);
    expect((await evaluate((x, q) => loss(add(x, 300), q), logits, targets)).value).toBeCloseTo(value, 3);
  });

  it("is the entropy where the prediction is the target: ln K at most", async () => {
    const even: Rows = [[0.25, 0.25, 0.25, 0.25]];
    expect((await evaluate(loss, [[3, 3, 3, 3]], even)).value).toBeCloseTo(Math.log(4), 5);
    const skew = [0.7, 0.2, 0.1];
    const entropy = -skew.reduce((sum, p) => sum + p * Math.log(p), 0);
    expect((await evaluate(loss, [skew.map(Math.log)], [skew])).value).toBeCloseTo(entropy, 5);
  });
});
