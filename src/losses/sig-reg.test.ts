import { describe, expect, it } from "vitest";
import { constant, stack, type Tensor } from "../tensor/index.js";
import { leJepaLoss, sigReg, viewPrediction } from "./index.js";
import { cosine, describeLoss, evaluate, type Rows, waves } from "./loss.suite.js";

const directions = waves(3, 4, 5);
const slices = constant(directions.flat(), [3, 4]);

/** Rows along each direction of unit length. */
function along(rows: Rows): number[][] {
  return directions[0]!.map((_, s) => {
    const direction = directions.map((row) => row[s]!);
    return rows.map((row) => cosine(row, direction) * Math.sqrt(row.reduce((total, x) => total + x * x, 0)));
  });
}

/** The integral over -3..3 by the trapezoid rule with 33 points, which 17 points from 0 on stand for. */
function slowSigReg(rows: Rows): number {
  const tests = along(rows).map((values) => {
    let total = 0;
    for (let k = -16; k <= 16; k++) {
      const t = (3 * k) / 16;
      const normal = Math.exp((-t * t) / 2);
      const real = values.reduce((sum, x) => sum + Math.cos(t * x), 0) / values.length - normal;
      const imaginary = values.reduce((sum, x) => sum + Math.sin(t * x), 0) / values.length;
      total += (Math.abs(k) === 16 ? 0.5 : 1) * (3 / 16) * normal * (real ** 2 + imaginary ** 2);
    }
    return rows.length * total;
  });
  return tests.reduce((x, y) => x + y) / tests.length;
}

describeLoss("leJepaLoss", {
  inputs: [{ rows: waves(6, 3, 0.1) }, { rows: waves(6, 3, 2) }, { rows: waves(6, 3, 3) }],
  loss: (...views) => leJepaLoss(stack(views), slices, { globals: 2, regularisation: 0.3 }),
  slow(a, b, c) {
    const differences = [a!, b!, c!].flatMap((rows) =>
      rows.flatMap((row, i) => row.map((x, j) => (x - (a![i]![j]! + b![i]![j]!) / 2) ** 2)),
    );
    const prediction = differences.reduce((x, y) => x + y) / differences.length;
    const tests = [a!, b!, c!].map(slowSigReg).reduce((x, y) => x + y) / 3;
    return 0.7 * prediction + 0.3 * tests;
  },
});

/** Two views on which the values below were worked out from the authors' code in double precision. */
const za: Rows = grid((k) => Math.sin(1 + 0.7 * k));
const zb: Rows = grid((k) => Math.cos(0.3 + 1.1 * k));

function grid(at: (k: number) => number): Rows {
  return [0, 1, 2, 3].map((i) => [0, 1, 2].map((j) => at(3 * i + j)));
}

describe("sigReg", () => {
  const axes = constant([1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1], [3, 4]);
  const loss = (a: Tensor, b: Tensor) => sigReg(stack([a, b]), axes);

  it("is the authors' value along the axes and their diagonal", async () => {
    expect((await evaluate(loss, za, zb)).value).toBeCloseTo(0.636230587, 5);
  });

  it("does not change when rows change places or are mirrored", async () => {
    const { value } = await evaluate(loss, za, zb);
    const mirrored = [...za].reverse().map((row) => row.map((x) => -x));
    expect((await evaluate(loss, mirrored, zb)).value).toBeCloseTo(value, 5);
  });

  it("loses its slope at collapse, and is N times the whole gap there", async () => {
    const point: Rows = za.map(() => [0, 0, 0]);
    const { value, gradients } = await evaluate(loss, point, point);
    expect(gradients.flat().every((g) => Math.abs(g) < 1e-6)).toBe(true);
    let gap = 0;
    for (let t = -3; t < 3; t += 1e-4)
      gap += 1e-4 * (1 - Math.exp((-t * t) / 2)) ** 2 * Math.exp((-t * t) / 2);
    expect(Math.abs(value - 4 * gap)).toBeLessThan(0.01);
  });
});

describe("viewPrediction", () => {
  it("is the authors' value where the first view is the global one", async () => {
    const loss = (a: Tensor, b: Tensor) => viewPrediction(stack([a, b]), 1);
    expect((await evaluate(loss, za, zb)).value).toBeCloseTo(0.630531701, 5);
    expect((await evaluate(loss, za, za)).value).toBe(0);
  });
});
