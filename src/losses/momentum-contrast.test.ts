import { describe, expect, it } from "vitest";
import { constant, type Tensor } from "../tensor/index.js";
import { momentumContrast } from "./index.js";
import { cosine, describeLoss, evaluate, type Rows, scaled, turned, waves } from "./loss.suite.js";

const temperature = 0.3;
const loss = (q: Tensor, k: Tensor, queue: Tensor) => momentumContrast(q, k, queue, { temperature });
const [keys, queue] = [waves(4, 3, 2), waves(6, 3, 9)];
const rows = (values: Rows) => constant(values.flat(), [values.length, values[0]!.length]);

describeLoss("momentumContrast", {
  inputs: [{ rows: waves(4, 3, 0.1) }],
  loss: (q) => loss(q, rows(keys), rows(queue)),
  slow(queries) {
    let total = 0;
    queries.forEach((q, i) => {
      const logits = [keys[i]!, ...queue].map((c) => cosine(q, c) / temperature);
      total -= Math.log(Math.exp(logits[0]!) / logits.reduce((sum, one) => sum + Math.exp(one), 0));
    });
    return total / queries.length;
  },
});

describe("momentumContrast", () => {
  it("sends no gradient into keys and queue", async () => {
    const { gradients } = await evaluate(loss, waves(4, 3, 0.1), keys, queue);
    expect(gradients[0]!.some((value) => value !== 0)).toBe(true);
    expect([...gradients[1]!, ...gradients[2]!].every((value) => value === 0)).toBe(true);
  });

  it("depends on angles only, and not on the order of the queue", async () => {
    const q = waves(4, 3, 1);
    const { value } = await evaluate(loss, q, keys, queue);
    const moved = await evaluate(loss, turned(scaled(q), 2), turned(keys, 2), turned(scaled(queue), 2));
    expect(moved.value).toBeCloseTo(value, 5);
    expect((await evaluate(loss, q, keys, queue.toReversed())).value).toBeCloseTo(value, 5);
  });

  it("is ln(K + 1) for equal rows", async () => {
    const equal = (n: number): Rows => Array.from({ length: n }, () => [1, -2]);
    expect((await evaluate(loss, equal(2), equal(2), equal(9))).value).toBeCloseTo(Math.log(10), 5);
  });
});
