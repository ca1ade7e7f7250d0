import { describe, expect, it } from "vitest";
import { covariance, identity, stack, sub, sumSquares, type Tensor } from "../tensor/index.js";
import { whiten, whiteningMse } from "./index.js";
import { cosine, describeLoss, evaluate, type Rows, turned, waves } from "./loss.suite.js";

/** Rows solved for by the Cholesky factor of their covariance, with the ridge. */
function slowWhiten(rows: Rows, ridge: number): number[][] {
  const [n, d] = [rows.length, rows[0]!.length];
  const means = rows[0]!.map((_, j) => rows.reduce((total, row) => total + row[j]!, 0) / n);
  const centred = rows.map((row) => row.map((x, j) => x - means[j]!));
  const sigma = means.map((_, i) =>
    means.map((_, j) => centred.reduce((total, row) => total + row[i]! * row[j]!, 0) / (n - 1)),
  );
  const added = (ridge * sigma.reduce((total, row, i) => total + row[i]!, 0)) / d;
  const l = sigma.map((row) => row.map(() => 0));
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let left = sigma[i]![j]! + (i === j ? added : 0);
      for (let k = 0; k < j; k++) left -= l[i]![k]! * l[j]![k]!;
      l[i]![j] = i === j ? Math.sqrt(left) : left / l[j]![j]!;
    }
  }
  return centred.map((row) => {
    const solved: number[] = [];
    row.forEach((x, i) => {
      solved.push((x - solved.reduce((total, v, k) => total + l[i]![k]! * v, 0)) / l[i]![i]!);
    });
    return solved;
  });
}

describeLoss("whiteningMse", {
  inputs: [{ rows: waves(8, 2, 0.1) }, { rows: waves(8, 2, 2) }, { rows: waves(8, 2, 3) }],
  loss: (...views) => whiteningMse(stack(views), { subBatches: 2, ridge: 0.01 }),
  slow(...views) {
    const white = views.map((rows) =>
      [rows.slice(0, 4), rows.slice(4)].flatMap((part) => slowWhiten(part, 0.01)),
    );
    const pairs = [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const;
    const losses = pairs.flatMap(([p, q]) => white[p]!.map((row, i) => 2 - 2 * cosine(row, white[q]![i]!)));
    return losses.reduce((x, y) => x + y) / losses.length;
  },
});

describe("whiteningMse", () => {
  const loss = (a: Tensor, b: Tensor) => whiteningMse(stack([a, b]));

  it("is 0 for equal views, and does not see their scale", async () => {
    const [a, b] = [waves(9, 3, 1), waves(9, 3, 2)];
    expect((await evaluate(loss, a, a)).value).toBeCloseTo(0, 5);
    const { value } = await evaluate(loss, a, b);
    const larger = a.map((row) => row.map((x) => 50 * x + 3));
    expect((await evaluate(loss, larger, b)).value).toBeCloseTo(value, 3);
  });

  it("stays finite for a view that is one point", async () => {
    const point: Rows = Array.from({ length: 9 }, () => [1, 1, 1]);
    const { value, gradients } = await evaluate(loss, point, waves(9, 3, 2));
    expect(value).toBeCloseTo(2, 3);
    expect(gradients.flat().every(Number.isFinite)).toBe(true);
  });
});

describe("whiteningMse's shapes", () => {
  const loss = (subBatches: number) => (a: Tensor, b: Tensor) => whiteningMse(stack([a, b]), { subBatches });

  it("are more rows than columns, in parts of one size", async () => {
    const rows = waves(8, 4, 1);
    await expect(evaluate(loss(2), rows, rows)).rejects.toThrow(/more rows than columns.*\[2, 2, 4, 4\]/);
    await expect(evaluate(loss(3), rows, rows)).rejects.toThrow(/8 rows for 3/);
  });
});

describe("whiten", () => {
  it("gives a covariance of I, however the rows are turned", async () => {
    const off = (x: Tensor) => {
      const { covariance: c } = covariance(whiten(x, { ridge: 0 }));
      return sumSquares(sub(c, identity(3)));
    };
    expect((await evaluate(off, waves(12, 3, 1))).value).toBeLessThan(1e-6);
    expect((await evaluate(off, turned(waves(12, 3, 1), 0.4))).value).toBeLessThan(1e-6);
  });
});
