import { describe, expect, it } from "vitest";
import { constant } from "../tensor/index.js";
import { tiCoLoss } from "./index.js";
import { cosine, describeLoss, evaluate, type Rows, scaled, turned, waves } from "./loss.suite.js";

const options = { momentum: 0.7, covarianceWeight: 5 };
const loss = (a: Parameters<typeof tiCoLoss>[0], b: typeof a, c: typeof a) => tiCoLoss(a, b, c, options).loss;

const memory = waves(3, 3, 4).map((row, i) => row.map((x, j) => (i === j ? 1 : 0.1 * x)));
const a = waves(5, 3, 0.1);

function unit(rows: Rows): number[][] {
  return rows.map((row) => row.map((x) => x / Math.sqrt(row.reduce((total, y) => total + y * y, 0))));
}

/** C' of the unmoved rows: a constant to the gradient. */
const next = memory.map((row, i) =>
  row.map((x, j) => 0.7 * x + unit(a).reduce((total, r) => total + (0.3 * r[i]! * r[j]!) / a.length, 0)),
);

describeLoss("tiCoLoss", {
  inputs: [{ rows: a }, { rows: waves(5, 3, 2) }],
  loss: (za, zb) => loss(za, zb, constant(memory.flat(), [3, 3])),
  slow(za, zb) {
    let total = 0;
    unit(za).forEach((row, n) => {
      total += 1 - cosine(za[n]!, zb[n]!);
      row.forEach((x, i) => {
        row.forEach((y, j) => {
          total += 5 * x * next[i]![j]! * y;
        });
      });
    });
    return total / za.length;
  },
});

describe("tiCoLoss", () => {
  it("depends on angles only", async () => {
    const empty: Rows = [0, 1, 2].map(() => [0, 0, 0]);
    const b = waves(5, 3, 2);
    const { value } = await evaluate(loss, a, b, empty);
    const moved = await evaluate(loss, turned(scaled(a), 0.7), turned(b, 0.7), empty);
    expect(moved.value).toBeCloseTo(value, 5);
  });

  it("is ρ (1 - β) / D for agreeing views along all axes alike, and D times that for one point", async () => {
    const empty: Rows = [0, 1, 2].map(() => [0, 0, 0]);
    const axes: Rows = [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? 1 : 0)));
    expect((await evaluate(loss, axes, axes, empty)).value).toBeCloseTo(0.5, 5);
    const point: Rows = axes.map(() => [0, 1, 0]);
    expect((await evaluate(loss, point, point, empty)).value).toBeCloseTo(1.5, 5);
  });

  it("hands on the covariance of the moving average", async () => {
    const { value } = await evaluate(
      (za, zb, c) => {
        const { memory: after } = tiCoLoss(za, zb, c, options);
        return tiCoLoss(za, zb, after, { momentum: 1, covarianceWeight: 5 }).loss;
      },
      a,
      waves(5, 3, 2),
      memory,
    );
    expect(value).toBeCloseTo((await evaluate(loss, a, waves(5, 3, 2), memory)).value, 5);
  });
});
