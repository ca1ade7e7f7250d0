import { describe, expect, it } from "vitest";
import { add, mean, mul, sub, type Tensor } from "../tensor/index.js";
import { smoothL1 } from "./index.js";
import { describeLoss, evaluate, waves } from "./loss.suite.js";

const loss = (a: Tensor, b: Tensor) => mean(smoothL1(a, b));
/** Distances on both sides of 1. */
const wide = waves(3, 4, 2).map((row) => row.map((x) => 2.5 * x));

describeLoss("smoothL1", {
  inputs: [{ rows: waves(3, 4, 0.4) }, { rows: wide }],
  loss,
  slow(a, b) {
    let total = 0;
    a.forEach((row, i) => {
      row.forEach((x, k) => {
        const d = Math.abs(x - b[i]![k]!);
        total += (d < 1 ? d ** 2 / 2 : d - 0.5) / 12;
      });
    });
    return total;
  },
});

describe("smoothL1", () => {
  it("sees differences only, in either direction", async () => {
    const { value } = await evaluate(loss, waves(3, 4, 0.4), wide);
    const moved = await evaluate((a, b) => loss(add(a, 3), add(b, 3)), waves(3, 4, 0.4), wide);
    expect(moved.value).toBeCloseTo(value, 5);
    const turned = await evaluate((a, b) => loss(sub(0, a), sub(0, b)), waves(3, 4, 0.4), wide);
    expect(turned.value).toBeCloseTo(value, 6);
  });

  it("is half the square at a half, and its slope is 1 from a distance of 1 on", async () => {
    const at = async (d: number) => evaluate((a) => loss(mul(a, d), mul(a, 0)), [[1]]);
    expect((await at(0.5)).value).toBeCloseTo(0.125, 6);
    expect((await at(3)).value).toBeCloseTo(2.5, 6);
    const { gradients } = await evaluate(loss, [[5, -4]], [[0, 0]]);
    expect(gradients[0]).toEqual([0.5, -0.5]);
  });
});
