import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { add, constant, input, type Tensor } from "../tensor/index.js";
import { dinoLoss, nextCentre } from "./index.js";
import { describeLoss, evaluate, type Rows, waves } from "./loss.suite.js";

const settings = { studentTemperature: 0.5, teacherTemperature: 0.3 };
const teachers: readonly Rows[] = [waves(3, 4, 0.7), waves(3, 4, 2.2)];
const centre = [0.1, -0.2, 0.3, 0];
const fixed = (rows: Rows): Tensor =>
  constant(Float32Array.from(rows.flat()), [rows.length, rows[0]!.length]);
const centreTensor = constant(Float32Array.from(centre), [4]);

function softmax(row: readonly number[], temperature: number): number[] {
  const powers = row.map((x) => Math.exp(x / temperature));
  return powers.map((x) => x / powers.reduce((sum, y) => sum + y, 0));
}

describeLoss("dinoLoss", {
  inputs: [{ rows: waves(3, 4, 0.4) }, { rows: waves(3, 4, 3) }, { rows: waves(3, 4, 5) }],
  loss: (...students) => dinoLoss(students, teachers.map(fixed), { ...settings, centre: centreTensor }),
  slow(...students) {
    let total = 0;
    let pairs = 0;
    teachers.forEach((teacher, seen) => {
      students.forEach((student, view) => {
        if (view === seen) return;
        pairs++;
        student.forEach((row, i) => {
          const centred = teacher[i]!.map((x, k) => x - centre[k]!);
          const target = softmax(centred, settings.teacherTemperature);
          softmax(row, settings.studentTemperature).forEach((p, k) => {
            total -= (target[k]! * Math.log(p)) / student.length;
          });
        });
      });
    });
    return total / pairs;
  },
});

describe("dinoLoss", () => {
  const loss = (sa: Tensor, sb: Tensor, ta: Tensor, tb: Tensor) => dinoLoss([sa, sb], [ta, tb], settings);

  it("does not change when all logits of a side rise together", async () => {
    const [sa, sb, ta, tb] = [1, 2, 3, 4].map((phase) => waves(3, 4, phase)) as [Rows, Rows, Rows, Rows];
    const { value } = await evaluate(loss, sa, sb, ta, tb);
    const risen = await evaluate((a, b, c, d) => loss(add(a, 9), add(b, 9), add(c, 4), d), sa, sb, ta, tb);
    expect(risen.value).toBeCloseTo(value, 4);
  });

  it("is ln K for zero logits, whatever the temperatures", async () => {
    const zeros = [0, 1].map(() => [0, 0, 0, 0, 0]);
    expect((await evaluate(loss, zeros, zeros, zeros, zeros)).value).toBeCloseTo(Math.log(5), 5);
  });

  it("passes no gradient to the teacher", async () => {
    const rows = waves(3, 4, 1);
    const { gradients } = await evaluate(loss, rows, waves(3, 4, 2), rows, rows);
    expect(gradients[0]!.some((g) => g !== 0)).toBe(true);
    for (const g of [...gradients[2]!, ...gradients[3]!]) expect(g).toBe(0);
  });

  it("refuses a single view", async () => {
    await expect(evaluate((s, t) => dinoLoss([s], [t]), waves(2, 3, 1), waves(2, 3, 2))).rejects.toThrow(
      /at least two views of the student/,
    );
  });
});

describe("nextCentre", () => {
  it("moves to the mean of all rows of all views, tokens included", async () => {
    const engine = inlineEngine();
    const [a, b] = [input("a", [1, 2, 2]), input("b", [1, 2, 2])];
    const old = constant(Float32Array.of(1, -1), [2]);
    const outputs = new Map([["next", nextCentre(old, [a, b], { momentum: 0.75 })]]);
    const program = await engine.load({ outputs, updates: new Map() }, { store: await engine.createStore() });
    const { next } = await program.run({ a: Float32Array.of(1, 2, 3, 4), b: Float32Array.of(5, 6, 7, 8) });
    expect(Array.from(next as Float32Array)).toEqual([0.75 + 0.25 * 4, -0.75 + 0.25 * 5]);
    await engine.dispose();
  });
});
