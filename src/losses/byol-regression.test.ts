import { describe, expect, it } from "vitest";
import { byolRegression } from "./index.js";
import { describeLoss, evaluate, type Rows, scaled, turned, waves } from "./loss.suite.js";

const unit = (rows: Rows): Rows => rows.map((row) => row.map((x) => x / Math.hypot(...row)));

describeLoss("byolRegression", {
  inputs: [{ rows: waves(4, 3, 0.4) }, { rows: waves(4, 3, 3) }],
  loss: byolRegression,
  // As the paper writes it: the squared distance of unit vectors.
  slow(p, z) {
    const [a, b] = [unit(p), unit(z)];
    let total = 0;
    a.forEach((row, i) => {
      row.forEach((x, k) => {
        total += (x - b[i]![k]!) ** 2;
      });
    });
    return total / p.length;
  },
});

describe("byolRegression", () => {
  it("depends on angles only", async () => {
    const [p, z] = [waves(4, 3, 1), waves(4, 3, 2)];
    const { value } = await evaluate(byolRegression, p, z);
    expect((await evaluate(byolRegression, turned(scaled(p), 2), turned(z, 2))).value).toBeCloseTo(value, 5);
  });

  it("is 0 for equal rows and 4 for opposite ones", async () => {
    const p = waves(3, 4, 1);
    expect((await evaluate(byolRegression, p, scaled(p))).value).toBeCloseTo(0, 5);
    const opposite = p.map((row) => row.map((x) => -x));
    expect((await evaluate(byolRegression, p, opposite)).value).toBeCloseTo(4, 5);
  });
});
