import { describe, expect, it } from "vitest";
import type { Tensor } from "../tensor/index.js";
import { tripletLoss } from "./index.js";
import { describeLoss, evaluate, turned, waves } from "./loss.suite.js";

const margin = 0.7;
const loss = (a: Tensor, p: Tensor, n: Tensor) => tripletLoss(a, p, n, { margin });
const inputs = [{ rows: waves(5, 3, 0.1) }, { rows: waves(5, 3, 2) }, { rows: waves(5, 3, 5) }];

describeLoss("tripletLoss", {
  inputs,
  loss,
  slow(anchors, positives, negatives) {
    const squares = (a: readonly number[], b: readonly number[]) =>
      a.reduce((sum, value, k) => sum + (value - b[k]!) ** 2, 0);
    let total = 0;
    for (let i = 0; i < anchors.length; i++)
      total += Math.max(
        0,
        squares(anchors[i]!, positives[i]!) - squares(anchors[i]!, negatives[i]!) + margin,
      );
    return total;
  },
});

describe("tripletLoss", () => {
  const [a, p, n] = inputs.map(({ rows }) => rows) as [number[][], number[][], number[][]];

  it("does not change when everything turns and moves", async () => {
    const moved = [a, p, n].map((rows) => turned(rows, 1).map((row) => row.map((x, k) => x + k)));
    const { value } = await evaluate(loss, a, p, n);
    expect((await evaluate(loss, ...moved)).value).toBeCloseTo(value, 4);
  });

  it("is the margin an anchor when positives and negatives are the same, and 0 when negatives are far", async () => {
    expect((await evaluate(loss, a, p, p)).value).toBeCloseTo(5 * margin, 5);
    const far = n.map((row) => row.map((x) => x + 100));
    expect((await evaluate(loss, a, p, far)).value).toBe(0);
  });
});
