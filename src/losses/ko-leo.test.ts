import { describe, expect, it } from "vitest";
import { koLeo } from "./index.js";
import { describeLoss, evaluate, scaled, turned, waves } from "./loss.suite.js";

describeLoss("koLeo", {
  inputs: [{ rows: waves(5, 3, 0.4) }],
  loss: (z) => koLeo(z),
  slow(z) {
    const unit = z.map((row) => row.map((x) => x / Math.hypot(...row)));
    let total = 0;
    unit.forEach((row, i) => {
      const distances = unit.flatMap((other, j) =>
        i === j ? [] : [Math.hypot(...row.map((x, k) => x - other[k]!))],
      );
      total -= Math.log(Math.min(...distances));
    });
    return total / z.length;
  },
});

describe("koLeo", () => {
  it("depends on angles only, and not on the order of rows", async () => {
    const z = waves(5, 3, 1);
    const { value } = await evaluate((x) => koLeo(x), z);
    expect((await evaluate((x) => koLeo(x), turned(scaled(z), 2))).value).toBeCloseTo(value, 4);
    expect((await evaluate((x) => koLeo(x), z.toReversed())).value).toBeCloseTo(value, 4);
  });

  it.each([
    { rows: [[1]], known: 17.7275 },
    {
      rows: [
        [0, 1],
        [0, -1],
      ],
      known: -Math.log(2),
    },
    {
      rows: [
        [0, 1],
        [1, 0],
      ],
      known: -Math.log(2) / 2,
    },
  ])("is $known for $rows", async ({ rows, known }) => {
    expect((await evaluate((x) => koLeo(x), rows)).value).toBeCloseTo(known, 3);
  });

  it("has finite gradients where rows are equal", async () => {
    const { gradients } = await evaluate(
      (x) => koLeo(x),
      [
        [1, 2],
        [1, 2],
        [0, 1],
      ],
    );
    expect(gradients[0]!.every(Number.isFinite)).toBe(true);
  });
});
