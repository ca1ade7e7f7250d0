import { describe, expect, it } from "vitest";
import { ntXent } from "./index.js";
import { cosine, describeLoss, evaluate, type Rows, scaled, turned, waves } from "./loss.suite.js";

const temperature = 0.2;
const loss = (a: Parameters<typeof ntXent>[0], b: typeof a) => ntXent(a, b, { temperature });

describeLoss("ntXent", {
  inputs: [{ rows: waves(4, 3, 0.4) }, { rows: waves(4, 3, 3) }],
  loss,
  // Interleaved pairs, as SPEC row 83 writes it: (2k-1, 2k).
  slow(a, b) {
    const z = a.flatMap((row, i) => [row, b[i]!]);
    const one = (i: number, j: number) => {
      let partition = 0;
      for (let k = 0; k < z.length; k++)
        if (k !== i) partition += Math.exp(cosine(z[i]!, z[k]!) / temperature);
      return -Math.log(Math.exp(cosine(z[i]!, z[j]!) / temperature) / partition);
    };
    let total = 0;
    for (let k = 0; k < a.length; k++) total += one(2 * k, 2 * k + 1) + one(2 * k + 1, 2 * k);
    return total / z.length;
  },
});

describe("ntXent", () => {
  it("depends on angles only, and not on which view is first", async () => {
    const [a, b] = [waves(4, 3, 1), waves(4, 3, 2)];
    const { value } = await evaluate(loss, a, b);
    expect((await evaluate(loss, turned(scaled(a), 2), turned(b, 2))).value).toBeCloseTo(value, 5);
    expect((await evaluate(loss, b, a)).value).toBeCloseTo(value, 5);
  });

  it("is ln(2N - 1) for equal rows", async () => {
    const equal: Rows = Array.from({ length: 4 }, () => [3, -1, 2]);
    expect((await evaluate(loss, equal, equal)).value).toBeCloseTo(1.945910149, 5);
  });
});
