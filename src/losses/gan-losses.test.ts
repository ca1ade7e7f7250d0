import { describe, expect, it } from "vitest";
import { constant, neg, type Tensor } from "../tensor/index.js";
import { ganLosses } from "./index.js";
import { describeLoss, evaluate, type Rows, waves } from "./loss.suite.js";

const probability = (logit: number) => 1 / (1 + Math.exp(-logit));
const meanOf = (rows: Rows, f: (d: number) => number) => {
  const all = rows.flat().map((logit) => f(probability(logit)));
  return all.reduce((sum, value) => sum + value, 0) / all.length;
};
const [real, generated] = [{ rows: waves(1, 6, 0.2) }, { rows: waves(1, 4, 2) }];

describeLoss("the critic's GAN loss with smoothed labels", {
  inputs: [real, generated],
  loss: (r, g) => ganLosses(r, g, { labelSmoothing: 0.1 }).critic,
  slow: (r, g) =>
    meanOf(r, (d) => -0.9 * Math.log(d) - 0.1 * Math.log(1 - d)) + meanOf(g, (d) => -Math.log(1 - d)),
});

describeLoss("the generator's GAN loss", {
  inputs: [generated],
  loss: (g) => ganLosses(g, g).generator,
  slow: (g) => meanOf(g, (d) => -Math.log(d)),
});

describeLoss("the generator's saturating loss", {
  inputs: [generated],
  loss: (g) => ganLosses(g, g, { generator: "saturating" }).generator,
  slow: (g) => meanOf(g, (d) => Math.log(1 - d)),
});

describe("ganLosses", () => {
  it("does not change for the critic when real and generated swap names and signs", async () => {
    const { value } = await evaluate((r, g) => ganLosses(r, g).critic, real, generated);
    const swapped = await evaluate((r, g) => ganLosses(neg(g), neg(r)).critic, real, generated);
    expect(swapped.value).toBeCloseTo(value, 6);
  });

  it("reads the Jensen-Shannon divergence off the best critic", async () => {
    // Eight draws each of two distributions over three values: (4, 4, 0) and (4, 2, 2) eighths.
    const [p, q] = [
      [0.5, 0.5, 0],
      [0.5, 0.25, 0.25],
    ];
    const expected = p!.reduce((total, a, i) => {
      const [b, m] = [q![i]!, (a + q![i]!) / 2];
      return total + (a > 0 ? (a / 2) * Math.log(a / m) : 0) + (b > 0 ? (b / 2) * Math.log(b / m) : 0);
    }, 0);
    const best = p!.map((a, i) => Math.max(-40, Math.log(a / q![i]!))); // the logit of a / (a + b)
    const draws = (counts: readonly number[]): Rows => [counts.flatMap((n, i) => Array(n).fill(best[i]))];
    const { value } = await evaluate(
      (r, g) => ganLosses(r, g).jensenShannon,
      draws([4, 4, 0]),
      draws([4, 2, 2]),
    );
    expect(value).toBeCloseTo(expected, 6);
  });

  it("bounds the divergence by 0 for a critic that cannot tell, and by log 2 for a sure one", async () => {
    const bound = (x: Tensor) => ganLosses(x, neg(x)).jensenShannon;
    expect((await evaluate(bound, [[0, 0]])).value).toBeCloseTo(0, 6);
    expect((await evaluate(bound, [[60, 80]])).value).toBeCloseTo(Math.LN2, 6);
  });

  it("leaves a beaten generator its slope, where the saturating one has none", async () => {
    const slope = async (generator: "non-saturating" | "saturating") =>
      (await evaluate((g) => ganLosses(constant([0], [1]), g, { generator }).generator, [[-30]]))
        .gradients[0]![0];
    expect(await slope("non-saturating")).toBeCloseTo(-1, 6);
    expect(await slope("saturating")).toBeCloseTo(0, 6);
  });
});
