import { describe, expect, it } from "vitest";
import { negativeCosine } from "./index.js";
import { cosine, describeLoss, evaluate, scaled, turned, waves } from "./loss.suite.js";

describeLoss("negativeCosine", {
  inputs: [{ rows: waves(4, 3, 0.4) }, { rows: waves(4, 3, 3) }],
  loss: negativeCosine,
  slow: (p, z) => -p.reduce((total, row, i) => total + cosine(row, z[i]!), 0) / p.length,
});

describe("negativeCosine", () => {
  it("depends on angles only", async () => {
    const [p, z] = [waves(4, 3, 1), waves(4, 3, 2)];
    const { value } = await evaluate(negativeCosine, p, z);
    expect((await evaluate(negativeCosine, turned(scaled(p), 2), turned(z, 2))).value).toBeCloseTo(value, 5);
  });

  it("is -1 for equal rows and 1 for opposite ones", async () => {
    const p = waves(3, 4, 1);
    expect((await evaluate(negativeCosine, p, scaled(p))).value).toBeCloseTo(-1, 5);
    const opposite = p.map((row) => row.map((x) => -x));
    expect((await evaluate(negativeCosine, p, opposite)).value).toBeCloseTo(1, 5);
  });
});
