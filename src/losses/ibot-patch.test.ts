import { describe, expect, it } from "vitest";
import { add, constant, reshape, type Tensor } from "../tensor/index.js";
import { ibotPatchLoss } from "./index.js";
import { describeLoss, evaluate, type Rows, waves } from "./loss.suite.js";

const settings = { studentTemperature: 0.5, teacherTemperature: 0.25 };
const mask: Rows = [
  [1, 0, 1],
  [0, 0, 0],
  [1, 1, 1],
];
const teacher = waves(9, 4, 2);
const fixed = (rows: Rows): Tensor => constant(Float32Array.from(rows.flat()), [9, 4]);
const maskTensor = constant(Float32Array.from(mask.flat()), [3, 3]);
const tokens = (x: Tensor) => reshape(x, [3, 3, -1]);

describeLoss("ibotPatchLoss", {
  inputs: [{ rows: waves(9, 4, 0.4) }],
  loss: (students) => ibotPatchLoss(tokens(students), tokens(fixed(teacher)), maskTensor, settings),
  slow(students) {
    const softmax = (row: readonly number[], temperature: number) => {
      const powers = row.map((x) => Math.exp(x / temperature));
      return powers.map((x) => x / powers.reduce((sum, y) => sum + y, 0));
    };
    let total = 0;
    for (let n = 0; n < 3; n++) {
      const masked = [0, 1, 2].filter((t) => mask[n]![t] === 1);
      for (const t of masked) {
        const target = softmax(teacher[3 * n + t]!, settings.teacherTemperature);
        softmax(students[3 * n + t]!, settings.studentTemperature).forEach((p, k) => {
          total -= (target[k]! * Math.log(p)) / masked.length / 3;
        });
      }
    }
    return total;
  },
});

describe("ibotPatchLoss", () => {
  const loss = (s: Tensor, t: Tensor) => ibotPatchLoss(tokens(s), tokens(t), maskTensor, settings);

  it("does not see patches that were not masked", async () => {
    const students = waves(9, 4, 1);
    const flat = mask.flat();
    const changed = students.map((row, i) => (flat[i] === 1 ? row : row.map((x) => 5 - x)));
    const { value, gradients } = await evaluate(loss, students, teacher);
    expect((await evaluate(loss, changed, teacher)).value).toBe(value);
    gradients[0]!.forEach((g, k) => {
      if (flat[Math.floor(k / 4)] === 0) expect(g).toBe(0);
    });
    const risen = await evaluate((s, t) => loss(add(s, 7), t), students, teacher);
    expect(risen.value).toBeCloseTo(value, 4);
  });

  it("is ln K times the share of pictures with masked patches, for zero logits", async () => {
    const zeros = teacher.map((row) => row.map(() => 0));
    expect((await evaluate(loss, zeros, zeros)).value).toBeCloseTo((2 / 3) * Math.log(4), 5);
  });
});
