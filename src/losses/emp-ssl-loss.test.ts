import { describe, expect, it } from "vitest";
import { stack, type Tensor } from "../tensor/index.js";
import { empSslLoss, totalCodingRate } from "./index.js";
import { cosine, describeLoss, evaluate, type Rows, turned, waves } from "./loss.suite.js";

/** ½ log det(I + d / (n ε) Z'Z), by elimination. */
function slowRate(rows: Rows, epsilon: number): number {
  const [n, d] = [rows.length, rows[0]!.length];
  const a = rows[0]!.map((_, i) =>
    rows[0]!.map((_, j) => {
      const dot = rows.reduce((total, row) => total + row[i]! * row[j]!, 0);
      return (i === j ? 1 : 0) + (d / (n * epsilon)) * dot;
    }),
  );
  let total = 0;
  for (let k = 0; k < d; k++) {
    total += Math.log(a[k]![k]!) / 2;
    for (let i = k + 1; i < d; i++) {
      const factor = a[i]![k]! / a[k]![k]!;
      for (let j = k; j < d; j++) a[i]![j]! -= factor * a[k]![j]!;
    }
  }
  return total;
}

describeLoss("empSslLoss", {
  inputs: [{ rows: waves(5, 3, 0.1) }, { rows: waves(5, 3, 2) }, { rows: waves(5, 3, 3) }],
  loss: (...views) => empSslLoss(stack(views), { invarianceWeight: 3, codingRateWeight: 0.5 }),
  slow(...views) {
    const cosines = views.flatMap((rows) =>
      rows.map((row, i) => {
        const centre = row.map((_, j) => views.reduce((total, view) => total + view[i]![j]! / 3, 0));
        return cosine(row, centre);
      }),
    );
    const rate = views.reduce((total, rows) => total + slowRate(rows, 0.2) / 3, 0);
    return -0.5 * rate - (3 * cosines.reduce((x, y) => x + y)) / cosines.length;
  },
});

describe("totalCodingRate", () => {
  const rate = (z: Tensor) => totalCodingRate(z);

  it("is the same of Z'Z and ZZ', and does not see turning", async () => {
    const wide = waves(3, 7, 1);
    const { value } = await evaluate(rate, wide);
    expect(value).toBeCloseTo(slowRate(wide, 0.2), 4);
    expect((await evaluate(rate, turned(wide, 0.7))).value).toBeCloseTo(value, 4);
  });

  it("is ½ N log(1 + D / (N ε)) for orthonormal rows, and much less for one direction", async () => {
    const axes: Rows = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 1 : 0)));
    expect((await evaluate(rate, axes)).value).toBeCloseTo(2 * Math.log(1 + 1 / 0.2), 5);
    const line: Rows = axes.map(() => [0, 1, 0, 0]);
    expect((await evaluate(rate, line)).value).toBeCloseTo(0.5 * Math.log(1 + 4 / 0.2), 5);
  });
});
