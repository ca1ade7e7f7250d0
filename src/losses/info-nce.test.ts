import { describe, expect, it } from "vitest";
import { infoNce } from "./index.js";
import { cosine, describeLoss, evaluate, type Rows, scaled, turned, waves } from "./loss.suite.js";

const temperature = 0.3;
const loss = (a: Parameters<typeof infoNce>[0], b: typeof a) => infoNce(a, b, { temperature });

describeLoss("infoNce", {
  inputs: [{ rows: waves(5, 3, 0.1) }, { rows: waves(5, 3, 2) }],
  loss,
  slow(a, b) {
    let total = 0;
    for (let i = 0; i < a.length; i++) {
      let partition = 0;
      for (let k = 0; k < b.length; k++) partition += Math.exp(cosine(a[i]!, b[k]!) / temperature);
      total -= Math.log(Math.exp(cosine(a[i]!, b[i]!) / temperature) / partition);
    }
    return total / a.length;
  },
});

describe("infoNce", () => {
  it("depends on angles only", async () => {
    const [a, b] = [waves(4, 3, 1), waves(4, 3, 2)];
    const { value } = await evaluate(loss, a, b);
    const moved = await evaluate(loss, turned(scaled(a), 0.7), turned(b, 0.7));
    expect(moved.value).toBeCloseTo(value, 5);
  });

  it("is ln N for equal rows and ln(1 + (N - 1) exp(-1/τ)) for orthonormal pairs", async () => {
    const equal: Rows = Array.from({ length: 6 }, () => [1, 2]);
    expect((await evaluate(loss, equal, equal)).value).toBeCloseTo(Math.log(6), 5);
    const axes: Rows = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 1 : 0)));
    expect((await evaluate(loss, axes, axes)).value).toBeCloseTo(
      Math.log(1 + 3 * Math.exp(-1 / temperature)),
      5,
    );
  });

  it("refuses batches of two sizes", async () => {
    await expect(evaluate(loss, waves(4, 3, 0), waves(5, 3, 0))).rejects.toThrow(/\[4, 3\] and \[5, 3\]/);
  });
});
