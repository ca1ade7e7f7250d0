import { describe, expect, it } from "vitest";
import { constant, slice, type Tensor } from "../tensor/index.js";
import { swavLoss } from "./index.js";
import { describeLoss, evaluate, type Rows, waves } from "./loss.suite.js";

const temperature = 0.3;
const codes: readonly Rows[] = [
  [
    [0.7, 0.2, 0.1],
    [0, 0, 1],
  ],
  [
    [0.1, 0.9, 0],
    [0.4, 0.3, 0.3],
  ],
];
const tensors = codes.map((code) => constant(Float32Array.from(code.flat()), [2, 3]));
const loss = (...scores: Tensor[]) => swavLoss(scores, tensors, { temperature });

describeLoss("swavLoss", {
  inputs: [{ rows: waves(2, 3, 0.4) }, { rows: waves(2, 3, 3) }, { rows: waves(2, 3, 5) }],
  loss,
  // The definition for each code, as the authors' code adds it up.
  slow(...views) {
    let total = 0;
    codes.forEach((code, from) => {
      let others = 0;
      views.forEach((view, at) => {
        if (at === from) return;
        view.forEach((row, i) => {
          const partition = row.reduce((sum, s) => sum + Math.exp(s / temperature), 0);
          row.forEach((s, k) => {
            others -= (code[i]![k]! * Math.log(Math.exp(s / temperature) / partition)) / view.length;
          });
        });
      });
      total += others / (views.length - 1);
    });
    return total / codes.length;
  },
});

describe("swavLoss", () => {
  it("does not change when views with their codes change places", async () => {
    const [a, b] = [waves(2, 3, 1), waves(2, 3, 2)];
    const swapped = await evaluate((x, y) => swavLoss([y, x], tensors.toReversed(), { temperature }), a, b);
    expect((await evaluate((x, y) => loss(x, y), a, b)).value).toBeCloseTo(swapped.value, 5);
  });

  it("is ln K for equal scores", async () => {
    const flat = [0, 1].map(() => [2, 2, 2]);
    expect((await evaluate(loss, flat, flat)).value).toBeCloseTo(Math.log(3), 5);
  });

  it("refuses a single view", async () => {
    await expect(evaluate((x) => swavLoss([x], [slice(tensors[0]!, 0, 0)]), waves(2, 3, 1))).rejects.toThrow(
      /at least two views.*got 1 views and 1 codes/,
    );
  });
});
