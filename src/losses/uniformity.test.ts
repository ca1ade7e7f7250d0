import { describe, expect, it } from "vitest";
import { uniformity } from "./index.js";
import { cosine, describeLoss, evaluate, scaled, turned, waves } from "./loss.suite.js";

describeLoss("uniformity", {
  inputs: [{ rows: waves(6, 3, 0.4) }],
  loss: (z) => uniformity(z, { t: 1.5 }),
  slow(z) {
    let total = 0;
    let pairs = 0;
    for (let i = 0; i < z.length; i++) {
      for (let j = i + 1; j < z.length; j++) {
        total += Math.exp(-1.5 * (2 - 2 * cosine(z[i]!, z[j]!)));
        pairs++;
      }
    }
    return Math.log(total / pairs);
  },
});

describe("uniformity", () => {
  it("depends on angles only, and not on the order of rows", async () => {
    const z = waves(5, 3, 1);
    const { value } = await evaluate((x) => uniformity(x), z);
    expect((await evaluate((x) => uniformity(x), turned(scaled(z), 2))).value).toBeCloseTo(value, 5);
    expect((await evaluate((x) => uniformity(x), z.toReversed())).value).toBeCloseTo(value, 5);
  });

  it("is 0 for equal rows and -4t for opposite ones", async () => {
    expect(
      (
        await evaluate(
          (x) => uniformity(x),
          [
            [1, 2],
            [2, 4],
            [3, 6],
          ],
        )
      ).value,
    ).toBeCloseTo(0, 5);
    expect(
      (
        await evaluate(
          (x) => uniformity(x, { t: 3 }),
          [
            [1, 2],
            [-1, -2],
          ],
        )
      ).value,
    ).toBeCloseTo(-12, 4);
  });

  it("refuses a single row", async () => {
    await expect(evaluate((x) => uniformity(x), [[1, 2]])).rejects.toThrow(/at least two rows.*got 1/);
  });
});
