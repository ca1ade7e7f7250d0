import { describe, expect, it } from "vitest";
import { alignment } from "./index.js";
import { describeLoss, evaluate, type Rows, scaled, turned, waves } from "./loss.suite.js";

const unit = (row: readonly number[]) => row.map((x) => x / Math.hypot(...row));

for (const alpha of [2, 1]) {
  describeLoss(`alignment, alpha ${alpha}`, {
    inputs: [{ rows: waves(4, 3, 0.4) }, { rows: waves(4, 3, 3) }],
    loss: (a, b) => alignment(a, b, { alpha }),
    slow(a, b) {
      let total = 0;
      a.forEach((row, i) => {
        const [u, v] = [unit(row), unit(b[i]!)];
        total += Math.hypot(...u.map((x, j) => x - v[j]!)) ** alpha;
      });
      return total / a.length;
    },
  });
}

describe("alignment", () => {
  const rows = waves(4, 3, 1);

  it("depends on angles only", async () => {
    const other = waves(4, 3, 2);
    const { value } = await evaluate((a, b) => alignment(a, b), rows, other);
    const moved = await evaluate((a, b) => alignment(a, b), turned(scaled(rows), 1), turned(other, 1));
    expect(moved.value).toBeCloseTo(value, 5);
  });

  it("is 0 for equal, 2 for orthogonal and 4 for opposite pairs", async () => {
    const opposite: Rows = rows.map((row) => row.map((x) => -3 * x));
    const same = await evaluate((a, b) => alignment(a, b), rows, rows);
    expect(same.value).toBeCloseTo(0, 6);
    expect(same.gradients.flat().every(Number.isFinite)).toBe(true);
    expect((await evaluate((a, b) => alignment(a, b), rows, opposite)).value).toBeCloseTo(4, 5);
    expect((await evaluate((a, b) => alignment(a, b), [[2, 0]], [[0, 5]])).value).toBeCloseTo(2, 5);
  });
});
