import { describe, expect, it } from "vitest";
import { vicRegLoss } from "./index.js";
import { describeLoss, evaluate, type Rows, turned, waves } from "./loss.suite.js";

const loss = (a: Parameters<typeof vicRegLoss>[0], b: typeof a) => vicRegLoss(a, b);

/** Variance and covariance terms of one view. */
function terms(rows: Rows): { variance: number; covariance: number } {
  const [n, d] = [rows.length, rows[0]!.length];
  const means = rows[0]!.map((_, j) => rows.reduce((total, row) => total + row[j]!, 0) / n);
  const c = (i: number, j: number) =>
    rows.reduce((total, row) => total + (row[i]! - means[i]!) * (row[j]! - means[j]!), 0) / (n - 1);
  let [variance, covariance] = [0, 0];
  for (let i = 0; i < d; i++) {
    variance += Math.max(0, 1 - Math.sqrt(c(i, i) + 1e-4)) / d;
    for (let j = 0; j < d; j++) if (i !== j) covariance += c(i, j) ** 2 / d;
  }
  return { variance, covariance };
}

const half = (rows: Rows): Rows => rows.map((row) => row.map((x) => x / 2));

describeLoss("vicRegLoss", {
  // Half of the waves' deviation, so that the hinge is open in every column.
  inputs: [{ rows: half(waves(6, 3, 0.1)) }, { rows: half(waves(6, 3, 2)) }],
  loss,
  slow(a, b) {
    const difference = a.flatMap((row, i) => row.map((x, j) => (x - b[i]![j]!) ** 2));
    const [ta, tb] = [terms(a), terms(b)];
    return (
      (25 * difference.reduce((x, y) => x + y)) / difference.length +
      (25 * (ta.variance + tb.variance)) / 2 +
      ta.covariance +
      tb.covariance
    );
  },
});

describe("vicRegLoss", () => {
  it("is 0.99 of the variance's weight when everything is one point", async () => {
    const point: Rows = Array.from({ length: 5 }, () => [1, 2, 3]);
    expect((await evaluate(loss, point, point)).value).toBeCloseTo(25 * 0.99, 4);
  });

  it("does not change when both views are moved alike", async () => {
    const [a, b] = [waves(6, 3, 1), waves(6, 3, 2)];
    const moved = (rows: Rows) => rows.map((row) => row.map((x, j) => x + j - 1));
    const { value } = await evaluate(loss, a, b);
    expect((await evaluate(loss, moved(a), moved(b))).value).toBeCloseTo(value, 4);
  });

  it("leaves only the invariance when the other weights are 0, which turning does not change", async () => {
    const invariance: typeof loss = (a, b) => vicRegLoss(a, b, { varianceWeight: 0, covarianceWeight: 0 });
    const [a, b] = [waves(6, 3, 1), waves(6, 3, 2)];
    const { value } = await evaluate(invariance, a, b);
    expect((await evaluate(invariance, turned(a, 0.7), turned(b, 0.7))).value).toBeCloseTo(value, 4);
    expect((await evaluate(invariance, a, a)).value).toBe(0);
  });
});
