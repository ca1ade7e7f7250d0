import { describe, expect, it } from "vitest";
import { constant, type Tensor } from "../tensor/index.js";
import { pairwiseRanking } from "./index.js";
import { describeLoss, evaluate, type Rows, turned, waves } from "./loss.suite.js";

const margin = 2;
const flags = (values: readonly number[]) => constant(values, [values.length]);
const loss = (y: readonly number[]) => (a: Tensor, b: Tensor) => pairwiseRanking(a, b, flags(y), { margin });
const mixed = [1, 0, 1, 0];

describeLoss("pairwiseRanking", {
  inputs: [{ rows: waves(4, 3, 0.1) }, { rows: waves(4, 3, 2) }],
  loss: loss(mixed),
  slow(a, b) {
    let total = 0;
    a.forEach((row, i) => {
      const d = Math.hypot(...row.map((value, k) => value - b[i]![k]!));
      total += mixed[i]! * d + (1 - mixed[i]!) * Math.max(0, margin - d);
    });
    return total / a.length;
  },
});

describe("pairwiseRanking", () => {
  const [a, b] = [waves(4, 3, 1), waves(4, 3, 2)];

  it("does not change when everything turns and moves", async () => {
    const moved = [a, b].map((rows) => turned(rows, 1).map((row) => row.map((x, k) => x + k)));
    const { value } = await evaluate(loss(mixed), a, b);
    expect((await evaluate(loss(mixed), ...moved)).value).toBeCloseTo(value, 4);
  });

  it("takes 1 as similar and does not square the distance", async () => {
    const far: Rows = a.map((row) => row.map((x) => x + 2));
    expect((await evaluate(loss([1, 1, 1, 1]), a, far)).value).toBeCloseTo(Math.sqrt(12), 4);
    expect((await evaluate(loss([0, 0, 0, 0]), a, far)).value).toBe(0);
  });

  it("is the margin's worth for dissimilar vectors that are equal, with a finite gradient", async () => {
    const { value, gradients } = await evaluate(loss([0, 0, 0, 0]), a, a);
    expect(value).toBeCloseTo(2, 4);
    expect(gradients.flat().every(Number.isFinite)).toBe(true);
  });
});
