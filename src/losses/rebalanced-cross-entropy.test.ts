import { describe, expect, it } from "vitest";
import { constant, mean, mul, reshape, slice, sum } from "../tensor/index.js";
import { rarityWeights, rebalancedCrossEntropy, softCrossEntropy } from "./index.js";
import { describeLoss, evaluate, type Rows, waves } from "./loss.suite.js";

const softmax = (row: readonly number[]) => {
  const powers = row.map(Math.exp);
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
};
const targets = waves(6, 5, 2).map((row) => softmax(row.map((value) => 3 * value)));
const frequencies = [softmax(waves(1, 5, 4)[0]!.map((value) => 2 * value))];

function slowWeights(p: readonly number[], share: number): number[] {
  const rarity = p.map((value) => 1 / ((1 - share) * value + share / p.length));
  const expected = p.reduce((sum, value, q) => sum + value * rarity[q]!, 0);
  return rarity.map((value) => value / expected);
}

function slow(logits: Rows, wanted: Rows, weights: readonly number[]): number {
  const losses = logits.map((row, i) => {
    const t = wanted[i]!;
    const own = weights[t.indexOf(Math.max(...t))]!;
    return -own * softmax(row).reduce((sum, value, q) => sum + t[q]! * Math.log(value), 0);
  });
  return losses.reduce((sum, value) => sum + value, 0) / losses.length;
}

const weights = slowWeights(frequencies[0]!, 0.5);

describeLoss("rebalancedCrossEntropy", {
  inputs: [{ rows: waves(6, 5, 0) }, { rows: targets }],
  loss: (logits, wanted) => rebalancedCrossEntropy(logits!, wanted!, constant(weights, [5])),
  slow: (logits, wanted) => slow(logits!, wanted!, weights),
});

describeLoss("rarityWeights", {
  inputs: [{ rows: frequencies }],
  loss: (p) => sum(mul(rarityWeights(reshape(p!, [5]), 0.5), constant([1, 2, 3, 4, 5], [5]))),
  slow: (p) => slowWeights(p![0]!, 0.5).reduce((total, value, q) => total + (q + 1) * value, 0),
});

describe("rarityWeights", () => {
  const weigh = async (share: number, q: number) =>
    (await evaluate((p) => sum(slice(rarityWeights(reshape(p, [5]), share), 0, q, q + 1)), frequencies))
      .value;

  it("is 1 for every class where the uniform share is all", async () => {
    expect(await weigh(1, 0)).toBeCloseTo(1, 5);
    expect(await weigh(1, 3)).toBeCloseTo(1, 5);
  });

  it("is 1 / (Q p) where it is nothing", async () => {
    expect(await weigh(0, 3)).toBeCloseTo(1 / (5 * frequencies[0]![3]!), 4);
  });
});

describe("rebalancedCrossEntropy", () => {
  const even = constant([1, 1, 1, 1, 1], [5]);

  it("is the plain cross-entropy where all classes are equally frequent, and does not see a row's offset", async () => {
    const logits = waves(6, 5, 0);
    const plain = await evaluate((x, t) => mean(softCrossEntropy(x, t)), logits, targets);
    const moved = logits.map((row, i) => row.map((value) => value + i));
    for (const rows of [logits, moved]) {
      const { value } = await evaluate((x, t) => rebalancedCrossEntropy(x, t, even), rows, targets);
      expect(value).toBeCloseTo(plain.value, 5);
    }
  });
});
