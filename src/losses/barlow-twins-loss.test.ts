import { describe, expect, it } from "vitest";
import { barlowTwinsLoss } from "./index.js";
import { describeLoss, evaluate, type Rows, waves } from "./loss.suite.js";

const redundancyWeight = 0.03;
const loss = (a: Parameters<typeof barlowTwinsLoss>[0], b: typeof a) =>
  barlowTwinsLoss(a, b, { redundancyWeight });

/** Columns of mean 0 and variance 1 (1 / N), 1e-5 under the root. */
function standardised(rows: Rows): number[][] {
  return rows[0]!.map((_, j) => {
    const column = rows.map((row) => row[j]!);
    const mean = column.reduce((x, y) => x + y) / column.length;
    const variance = column.reduce((total, x) => total + (x - mean) ** 2, 0) / column.length;
    return column.map((x) => (x - mean) / Math.sqrt(variance + 1e-5));
  });
}

describeLoss("barlowTwinsLoss", {
  inputs: [{ rows: waves(6, 3, 0.1) }, { rows: waves(6, 3, 2) }],
  loss,
  slow(a, b) {
    const [ca, cb] = [standardised(a), standardised(b)];
    let total = 0;
    ca.forEach((x, i) => {
      cb.forEach((y, j) => {
        const correlation = x.reduce((sum, value, n) => sum + value * y[n]!, 0) / x.length;
        total += i === j ? (correlation - 1) ** 2 : redundancyWeight * correlation ** 2;
      });
    });
    return total;
  },
});

describe("barlowTwinsLoss", () => {
  it("does not change when columns are scaled and moved", async () => {
    const [a, b] = [waves(8, 3, 1), waves(8, 3, 2)];
    const moved = a.map((row) => row.map((x) => 2 * x + 4));
    const { value } = await evaluate(loss, a, b);
    expect((await evaluate(loss, moved, b)).value).toBeCloseTo(value, 4);
  });

  it("is almost nothing for uncorrelated columns that agree, and D where one view is constant", async () => {
    const cross: Rows = [
      [1, 1],
      [1, -1],
      [-1, 1],
      [-1, -1],
    ];
    expect((await evaluate(loss, cross, cross)).value).toBeLessThan(1e-8);
    const flat: Rows = cross.map(() => [3, 3]);
    expect((await evaluate(loss, cross, flat)).value).toBeCloseTo(2, 5);
  });
});
