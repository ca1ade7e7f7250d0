import { describe, expect, it } from "vitest";
import type { Tensor } from "../tensor/index.js";
import { ntXent, supCon } from "./index.js";
import { cosine, describeLoss, evaluate, type Rows, scaled, turned, waves } from "./loss.suite.js";

const temperature = 0.25;
const loss = (a: Tensor, b: Tensor, labels: Tensor) => supCon(a, b, labels, { temperature });
const labels = (...values: number[]) => ({ rows: [values], integer: true });

describeLoss("supCon", {
  inputs: [{ rows: waves(5, 3, 0.4) }, { rows: waves(5, 3, 3) }, labels(2, 0, 2, 2, 1)],
  loss,
  slow(a, b, [classes = []]) {
    const z = [...a, ...b];
    const both = [...classes, ...classes];
    let total = 0;
    for (let i = 0; i < z.length; i++) {
      let partition = 0;
      for (let k = 0; k < z.length; k++)
        if (k !== i) partition += Math.exp(cosine(z[i]!, z[k]!) / temperature);
      const positives = z.flatMap((_, p) => (p !== i && both[p] === both[i] ? [p] : []));
      for (const p of positives) {
        total -= Math.log(Math.exp(cosine(z[i]!, z[p]!) / temperature) / partition) / positives.length;
      }
    }
    return total / z.length;
  },
});

describe("supCon", () => {
  it("depends on angles only, and not on the names of classes", async () => {
    const [a, b] = [waves(4, 3, 1), waves(4, 3, 2)];
    const { value } = await evaluate(loss, a, b, labels(0, 1, 0, 2));
    expect((await evaluate(loss, turned(scaled(a), 1), turned(b, 1), labels(0, 1, 0, 2))).value).toBeCloseTo(
      value,
      5,
    );
    expect((await evaluate(loss, a, b, labels(7, 3, 7, 5))).value).toBeCloseTo(value, 5);
  });

  it("is NT-Xent when every sample is a class of its own", async () => {
    const [a, b] = [waves(4, 3, 1), waves(4, 3, 2)];
    const plain = await evaluate((za, zb) => ntXent(za, zb, { temperature }), a, b);
    expect((await evaluate(loss, a, b, labels(4, 1, 0, 2))).value).toBeCloseTo(plain.value, 5);
  });

  it("is ln(2N - 1) for equal rows, whatever the classes", async () => {
    const equal: Rows = Array.from({ length: 3 }, () => [1, 1]);
    expect((await evaluate(loss, equal, equal, labels(0, 0, 1))).value).toBeCloseTo(Math.log(5), 5);
  });
});
