import { describe, expect, it } from "vitest";
import { constant, type Tensor } from "../tensor/index.js";
import { meanEntropyGap, msnLoss } from "./index.js";
import { describeLoss, evaluate, type Rows, waves } from "./loss.suite.js";

const settings = { temperature: 0.4, sharpening: 0.5, meanEntropyWeight: 0.7 };
const targets = waves(3, 4, 2);
const fixed = constant(Float32Array.from(targets.flat()), [3, 4]);

function softmax(row: readonly number[], temperature: number): number[] {
  const powers = row.map((x) => Math.exp(x / temperature));
  return powers.map((x) => x / powers.reduce((sum, y) => sum + y, 0));
}

describeLoss("msnLoss", {
  inputs: [{ rows: waves(6, 4, 0.4) }],
  loss: (anchors) => msnLoss(anchors, fixed, settings),
  slow(anchors) {
    const given = anchors.map((row) => softmax(row, settings.temperature));
    let total = 0;
    given.forEach((p, i) => {
      const powers = softmax(targets[i % 3]!, settings.temperature).map(
        (q) => q ** (1 / settings.sharpening),
      );
      const sum = powers.reduce((all, q) => all + q, 0);
      p.forEach((probability, k) => {
        total -= ((powers[k]! / sum) * Math.log(probability)) / given.length;
      });
    });
    const mean = [0, 1, 2, 3].map((k) => given.reduce((sum, p) => sum + p[k]!, 0) / given.length);
    const gap = Math.log(4) + mean.reduce((sum, p) => sum + p * Math.log(p), 0);
    return total + settings.meanEntropyWeight * gap;
  },
});

describe("meanEntropyGap", () => {
  it("is the known value of a known distribution, and zero for an even mean", async () => {
    const known = [[0.1, 0.3, 0.6].map(Math.log)];
    expect((await evaluate(meanEntropyGap, known)).value).toBeCloseTo(0.20066656381133008, 6);
    // Each row is certain of its own prototype: sharp rows, even mean.
    const sharp: Rows = [
      [20, 0, 0],
      [0, 20, 0],
      [0, 0, 20],
    ];
    expect((await evaluate(meanEntropyGap, sharp)).value).toBeCloseTo(0, 5);
  });
});

describe("msnLoss", () => {
  const loss = (a: Tensor, t: Tensor) => msnLoss(a, t, settings);

  it("does not change when prototypes change places", async () => {
    const anchors = waves(6, 4, 1);
    const moved = (rows: Rows): Rows => rows.map(([a = 0, b = 0, c = 0, d = 0]) => [d, b, a, c]);
    const { value } = await evaluate(loss, anchors, targets);
    expect((await evaluate(loss, moved(anchors), moved(targets))).value).toBeCloseTo(value, 5);
  });

  it("is ln K for equal scores, and passes no gradient to targets", async () => {
    const even = (rows: Rows) => rows.map((row) => row.map(() => 0.5));
    expect((await evaluate(loss, even(waves(6, 4, 1)), even(targets))).value).toBeCloseTo(Math.log(4), 5);
    const { gradients } = await evaluate(loss, waves(6, 4, 1), targets);
    for (const g of gradients[1]!) expect(g).toBe(0);
  });

  it("refuses anchors that are no whole number of views", async () => {
    await expect(evaluate(loss, waves(5, 4, 1), targets)).rejects.toThrow(/3 targets; got 5 anchors/);
  });
});
