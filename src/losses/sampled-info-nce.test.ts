import { describe, expect, it } from "vitest";
import { add, cast, equal, logicalNot, reshape, sum, type Tensor } from "../tensor/index.js";
import {
  dotSimilarity,
  infoNce,
  mutualInformationBound,
  sampledInfoNce,
  squaredDistanceSimilarity,
} from "./index.js";
import { cosine, describeLoss, evaluate, type Rows, scaled, turned, waves } from "./loss.suite.js";

const temperature = 0.3;
const loss = (x: Tensor, c: Tensor, negatives: Tensor) => sampledInfoNce(x, c, negatives, { temperature });

/** Row 75 to the letter, g of any kind: a quantity to maximise. */
function rowSeventyFive(x: Rows, c: Rows, negatives: Rows, s: (a: Rows[0], b: Rows[0]) => number): number {
  const g = (a: Rows[0], b: Rows[0]) => Math.exp(s(a, b) / temperature);
  const m = negatives.length + 1;
  let total = 0;
  x.forEach((row, i) => {
    const own = g(row, c[i]!);
    total += Math.log((m * own) / (own + negatives.reduce((sum, one) => sum + g(row, one), 0)));
  });
  return total / x.length;
}

const dot = (a: Rows[0], b: Rows[0]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const minusSquares = (a: Rows[0], b: Rows[0]) => -a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
const inputs = [{ rows: waves(3, 4, 0.1) }, { rows: waves(3, 4, 2) }, { rows: waves(5, 4, 5) }];

describeLoss("sampledInfoNce", {
  inputs,
  loss,
  slow: (x, c, negatives) => Math.log(6) - rowSeventyFive(x, c, negatives, cosine),
});

describeLoss("mutualInformationBound of inner products", {
  inputs,
  loss: (x, c, negatives) =>
    mutualInformationBound(sampledInfoNce(x, c, negatives, { temperature, similarity: dotSimilarity }), 6),
  slow: (x, c, negatives) => rowSeventyFive(x, c, negatives, dot),
});

describeLoss("sampledInfoNce of distances", {
  inputs,
  loss: (x, c, negatives) =>
    sampledInfoNce(x, c, negatives, { temperature, similarity: squaredDistanceSimilarity }),
  slow: (x, c, negatives) => Math.log(6) - rowSeventyFive(x, c, negatives, minusSquares),
});

/** Whose vector each negative is; anchor i is sample i, so the first has two negatives that are no others. */
const drawn: Rows = [[0, 4, 1, 0, 3]];
const samples: Rows = [[0, 1, 2]];
const own = (sample: Tensor, draws: Tensor) => equal(reshape(sample, [-1, 1]), reshape(draws, [1, -1]));
const countedOf = (c: Rows, i: number) => c.filter((_, j) => drawn[0]![j] !== samples[0]![i]);

describeLoss("sampledInfoNce without an anchor's own sample", {
  inputs: [...inputs, { rows: samples, integer: true }, { rows: drawn, integer: true }],
  loss: (x, c, negatives, sample, draws) =>
    sampledInfoNce(x, c, negatives, { temperature, excluded: own(sample, draws) }),
  slow: (x, c, negatives) => {
    const each = x.map((row, i) => {
      const others = countedOf(negatives, i);
      return Math.log(others.length + 1) - rowSeventyFive([row], [c[i]!], others, cosine);
    });
    return each.reduce((sum, one) => sum + one, 0) / each.length;
  },
});

describeLoss("mutualInformationBound of anchors with unequally many classes", {
  inputs: [...inputs, { rows: samples, integer: true }, { rows: drawn, integer: true }],
  loss: (x, c, negatives, sample, draws) => {
    const excluded = own(sample, draws);
    const classes = add(sum(cast(logicalNot(excluded), "float32"), -1), 1);
    return mutualInformationBound(sampledInfoNce(x, c, negatives, { temperature, excluded }), classes);
  },
  slow: (x, c, negatives) => {
    const each = x.map((row, i) => rowSeventyFive([row], [c[i]!], countedOf(negatives, i), cosine));
    return each.reduce((sum, one) => sum + one, 0) / each.length;
  },
});

describe("sampledInfoNce", () => {
  it("depends on angles only, with the cosine", async () => {
    const [x, c, negatives] = [waves(3, 4, 1), waves(3, 4, 2), waves(5, 4, 3)];
    const { value } = await evaluate(loss, x, c, negatives);
    const moved = await evaluate(loss, turned(scaled(x), 1), turned(c, 1), turned(scaled(negatives), 1));
    expect(moved.value).toBeCloseTo(value, 5);
  });

  it("is ln m when nothing is known, so that the bound is 0", async () => {
    const equal = (n: number): Rows => Array.from({ length: n }, () => [1, 2]);
    expect((await evaluate(loss, equal(3), equal(3), equal(7))).value).toBeCloseTo(Math.log(8), 5);
    const bound = (x: Tensor, c: Tensor, negatives: Tensor) =>
      mutualInformationBound(loss(x, c, negatives), 8);
    expect((await evaluate(bound, equal(3), equal(3), equal(7))).value).toBeCloseTo(0, 5);
  });

  it("is infoNce for one anchor whose negatives are the rest of a batch", async () => {
    const [a, b] = [waves(1, 3, 1), waves(4, 3, 2)];
    const { value } = await evaluate(loss, a, b.slice(0, 1), b.slice(1));
    const whole = await evaluate((x, y) => infoNce(x, y, { temperature }), [...a, ...waves(3, 3, 7)], b);
    const others = await Promise.all(
      [1, 2, 3].map(async (i) =>
        evaluate(
          loss,
          [waves(3, 3, 7)[i - 1]!],
          [b[i]!],
          b.filter((_, k) => k !== i),
        ),
      ),
    );
    const mean = (value + others.reduce((sum, one) => sum + one.value, 0)) / 4;
    expect(whole.value).toBeCloseTo(mean, 5);
  });

  it("refuses positives that do not match the anchors", async () => {
    await expect(evaluate(loss, waves(4, 3, 0), waves(5, 3, 0), waves(2, 3, 0))).rejects.toThrow(
      /\[4, 3\] and \[5, 3\]/,
    );
  });
});
