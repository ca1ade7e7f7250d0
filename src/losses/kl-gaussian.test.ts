import { describe, expect, it } from "vitest";
import { klGaussian } from "./index.js";
import { describeLoss, evaluate, waves } from "./loss.suite.js";

describeLoss("klGaussian", {
  inputs: [{ rows: waves(4, 3, 0.2) }, { rows: waves(4, 3, 2) }],
  loss: klGaussian,
  // The integral of p log(p / q), as a sum over a fine grid for each element.
  slow(mu, logvar) {
    let total = 0;
    mu.flat().forEach((mean, i) => {
      const deviation = Math.exp(logvar.flat()[i]! / 2);
      const step = 0.01;
      for (let u = -9; u < 9; u += step) {
        const x = mean + u * deviation;
        const p = Math.exp(-(u * u) / 2) / Math.sqrt(2 * Math.PI);
        total += p * ((x * x - u * u) / 2 - Math.log(deviation)) * step;
      }
    });
    return total / mu.length;
  },
});

describe("klGaussian", () => {
  it("does not depend on the sign of the mean", async () => {
    const [mu, logvar] = [waves(3, 2, 1), waves(3, 2, 2)];
    const { value } = await evaluate(klGaussian, mu, logvar);
    const mirrored = await evaluate(
      klGaussian,
      mu.map((row) => row.map((x) => -x)),
      logvar,
    );
    expect(mirrored.value).toBeCloseTo(value, 6);
  });

  it("is 0 with zero slope at the standard normal, and |μ|²/2 with its variance", async () => {
    const same = await evaluate(klGaussian, [[0, 0]], [[0, 0]]);
    expect(same).toEqual({
      value: 0,
      gradients: [
        [0, 0],
        [0, 0],
      ],
    });
    expect(
      (
        await evaluate(
          klGaussian,
          [
            [3, 4],
            [0, 0],
          ],
          [
            [0, 0],
            [0, 0],
          ],
        )
      ).value,
    ).toBeCloseTo(6.25, 5);
  });
});
