import { describe, expect, it } from "vitest";
import { constant, full, mean, mul, reshape, square, type Tensor } from "../tensor/index.js";
import { weightedErrors } from "./index.js";
import { describeLoss, evaluate, type Rows, waves } from "./loss.suite.js";

/** One weight for both channels of each of three places. */
const weights: Rows = [
  [1, 0, 0],
  [10, 1, 0.5],
];
const fixed = constant(Float32Array.from(weights.flat()), [2, 1, 3]);
const loss = (x: Tensor) => mean(weightedErrors(square(reshape(x, [2, 2, 3])), fixed));

describeLoss("weightedErrors", {
  inputs: [{ rows: waves(4, 3, 0.4) }],
  loss,
  slow(x) {
    let total = 0;
    for (let n = 0; n < 2; n++) {
      let [errors, weight] = [0, 0];
      for (let c = 0; c < 2; c++)
        for (let k = 0; k < 3; k++) {
          errors += weights[n]![k]! * x[2 * n + c]![k]! ** 2;
          weight += weights[n]![k]!;
        }
      total += errors / weight / 2;
    }
    return total;
  },
});

describe("weightedErrors", () => {
  const x = waves(4, 3, 1);

  it("does not see what has no weight, nor how much weight there is in all", async () => {
    const { value, gradients } = await evaluate(loss, x);
    const changed = x.map((row, i) => (i < 2 ? [row[0]!, 9, -9] : row));
    expect((await evaluate(loss, changed)).value).toBeCloseTo(value, 6);
    expect(gradients[0]![1]).toBeCloseTo(0, 12);
    const heavier = await evaluate(
      (y) => mean(weightedErrors(square(reshape(y, [2, 2, 3])), mul(fixed, 7))),
      x,
    );
    expect(heavier.value).toBeCloseTo(value, 6);
  });

  it("is the mean with equal weights", async () => {
    const { value } = await evaluate((y) => mean(weightedErrors(y, full([1], 3))), x);
    expect(value).toBeCloseTo(
      x.flat().reduce((sum, one) => sum + one / 12, 0),
      6,
    );
  });
});
