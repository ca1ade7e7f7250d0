import { describe, expect, it } from "vitest";
import { add, constant, mean, mul, reshape, type Tensor } from "../tensor/index.js";
import { patchErrors } from "./index.js";
import { describeLoss, evaluate, type Rows, waves } from "./loss.suite.js";

const truth = waves(6, 4, 2);
const fixed = (rows: Rows): Tensor => constant(Float32Array.from(rows.flat()), [2, 3, 4]);
const patches = (x: Tensor) => reshape(x, [2, 3, 4]);

describeLoss("patchErrors, normalised", {
  inputs: [{ rows: waves(6, 4, 0.4) }],
  loss: (predicted) => mean(patchErrors(patches(predicted), fixed(truth))),
  slow(predicted) {
    let total = 0;
    truth.forEach((patch, i) => {
      const level = patch.reduce((sum, x) => sum + x, 0) / 4;
      const spread = patch.reduce((sum, x) => sum + (x - level) ** 2, 0) / 3;
      patch.forEach((x, k) => {
        total += (predicted[i]![k]! - (x - level) / Math.sqrt(spread + 1e-6)) ** 2 / 24;
      });
    });
    return total;
  },
});

describeLoss("patchErrors, pixels as they are", {
  inputs: [{ rows: waves(6, 4, 0.4) }],
  loss: (predicted) => mean(patchErrors(patches(predicted), fixed(truth), { normalised: false })),
  slow(predicted) {
    let total = 0;
    truth.forEach((patch, i) => {
      patch.forEach((x, k) => {
        total += (predicted[i]![k]! - x) ** 2 / 24;
      });
    });
    return total;
  },
});

describe("patchErrors", () => {
  const loss = (predicted: Tensor, target: Tensor) => mean(patchErrors(patches(predicted), patches(target)));

  it("does not see how bright and how strong a patch is, when normalised", async () => {
    const predicted = waves(6, 4, 1);
    const plain = await evaluate(loss, predicted, truth);
    const moved = await evaluate((p, t) => loss(p, add(mul(t, 3), 5)), predicted, truth);
    expect(moved.value).toBeCloseTo(plain.value, 4);
  });

  it("is 3/4 for predictions of 0 of patches of four pixels: the unbiased variance counts three", async () => {
    const zeros = truth.map((row) => row.map(() => 0));
    expect((await evaluate(loss, zeros, truth)).value).toBeCloseTo(0.75, 4);
  });

  it("passes no gradient to the truth", async () => {
    for (const normalised of [true, false]) {
      const of = (p: Tensor, t: Tensor) => mean(patchErrors(patches(p), patches(t), { normalised }));
      const { gradients } = await evaluate(of, waves(6, 4, 1), truth);
      expect(gradients[0]!.some((slope) => slope !== 0)).toBe(true);
      expect(gradients[1]!.every((slope) => slope === 0)).toBe(true);
    }
  });

  it("stays finite for flat patches", async () => {
    const flat = truth.map((row) => row.map(() => 2));
    const { value, gradients } = await evaluate(loss, waves(6, 4, 1), flat);
    expect(Number.isFinite(value)).toBe(true);
    expect(gradients[0]!.every(Number.isFinite)).toBe(true);
  });
});
