import { describe, expect, it } from "vitest";
import type { Tensor } from "../tensor/index.js";
import { dcl, dclw } from "./index.js";
import { cosine, describeLoss, evaluate, type Rows, scaled, turned, waves } from "./loss.suite.js";

const temperature = 0.25;
const sigma = 0.4;
const plain = (a: Tensor, b: Tensor) => dcl(a, b, { temperature });
const weighted = (a: Tensor, b: Tensor) => dclw(a, b, { temperature, sigma });

/** All anchors in one loop, weights given; the pair of i is i + n. */
function slow(a: Rows, b: Rows, weights: readonly number[]): number {
  const z = [...a, ...b];
  const n = a.length;
  let total = 0;
  for (let i = 0; i < 2 * n; i++) {
    let others = 0;
    for (let k = 0; k < 2 * n; k++)
      if (k % n !== i % n) others += Math.exp(cosine(z[i]!, z[k]!) / temperature);
    total += Math.log(others) - (weights[i % n]! * cosine(z[i]!, z[(i + n) % (2 * n)]!)) / temperature;
  }
  return total / (2 * n);
}

function vonMises(a: Rows, b: Rows): number[] {
  const all = a.map((row, i) => Math.exp(cosine(row, b[i]!) / sigma));
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  return all.map((value) => 2 - value / mean);
}

describeLoss("dcl", {
  inputs: [{ rows: waves(4, 3, 0.4) }, { rows: waves(4, 3, 3) }],
  loss: plain,
  slow: (a, b) => slow(a, b, [1, 1, 1, 1]),
});

// The weights carry no gradient, so the slow version keeps those of where it started.
const [first, second] = [waves(4, 3, 0.4), waves(4, 3, 3)];
const fixed = vonMises(first, second);
describeLoss("dclw", {
  inputs: [{ rows: first }, { rows: second }],
  loss: weighted,
  slow: (a, b) => slow(a, b, fixed),
});

describe("dcl and dclw", () => {
  it("depend on angles only, and not on which view is first", async () => {
    const [a, b] = [waves(4, 3, 1), waves(4, 3, 2)];
    for (const loss of [plain, weighted]) {
      const { value } = await evaluate(loss, a, b);
      expect((await evaluate(loss, turned(scaled(a), 2), turned(b, 2))).value).toBeCloseTo(value, 5);
      expect((await evaluate(loss, b, a)).value).toBeCloseTo(value, 5);
    }
  });

  it("are ln(2N - 2) for equal rows, where all weights are 1", async () => {
    const equal: Rows = Array.from({ length: 4 }, () => [3, -1, 2]);
    for (const loss of [plain, weighted])
      expect((await evaluate(loss, equal, equal)).value).toBeCloseTo(Math.log(6), 5);
  });

  it("pull a pair that agrees less than one that does not, when weighted", async () => {
    expect(fixed.reduce((sum, value) => sum + value, 0)).toBeCloseTo(4);
    const opposite: Rows = first.map((row, i) => (i === 0 ? row : row.map((value) => -value)));
    const weights = vonMises(first, opposite);
    expect(weights[0]!).toBeLessThan(weights[1]!);
    expect((await evaluate(weighted, first, opposite)).value).toBeCloseTo(slow(first, opposite, weights), 4);
  });
});
