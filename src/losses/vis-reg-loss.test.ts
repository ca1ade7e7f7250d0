import { describe, expect, it } from "vitest";
import { normalQuantiles } from "../random/index.js";
import { constant, stack, type Tensor } from "../tensor/index.js";
import { visRegCentre, visRegLoss, visRegScale, visRegShape } from "./index.js";
import { describeLoss, evaluate, type Rows, waves } from "./loss.suite.js";

const directions = waves(3, 4, 5);
const slices = constant(directions.flat(), [3, 4]);
const mean = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length;
const columns = (rows: Rows) => rows[0]!.map((_, j) => rows.map((row) => row[j]!));
const deviation = (values: readonly number[]) => Math.sqrt(mean(values.map((x) => (x - mean(values)) ** 2)));

/** `deviations` come from the unmoved rows: constants to the gradient. */
function slowShape(rows: Rows, deviations: readonly number[]): number {
  const means = columns(rows).map(mean);
  const scaled = rows.map((row) => row.map((x, j) => (x - means[j]!) / (deviations[j]! + 1e-4)));
  const quantiles = normalQuantiles(rows.length);
  const gaps = columns(directions).flatMap((direction) => {
    const length = Math.hypot(...direction);
    const seen = scaled.map((row) => row.reduce((total, x, j) => total + (x * direction[j]!) / length, 0));
    return seen.sort((x, y) => x - y).map((x, i) => (x - quantiles[i]!) ** 2);
  });
  return mean(gaps);
}

const views = [waves(6, 3, 0.1), waves(6, 3, 2), waves(6, 3, 3)];
const fixed = views.map((rows) => columns(rows).map(deviation));

describeLoss("visRegLoss", {
  inputs: views.map((rows) => ({ rows })),
  loss: (...all) =>
    visRegLoss(stack(all), slices, { globals: 2, regularisation: 0.7, scaleWeight: 2, shapeWeight: 0.5 }),
  slow(...all) {
    const prediction = mean(
      all.flatMap((rows) =>
        rows.flatMap((row, i) => row.map((x, j) => (x - (all[0]![i]![j]! + all[1]![i]![j]!) / 2) ** 2)),
      ),
    );
    const scale = mean(all.flatMap((rows) => columns(rows).map((column) => (1 - deviation(column)) ** 2)));
    const shape = mean(all.map((rows, v) => slowShape(rows, fixed[v]!)));
    const centre = mean(all.flatMap((rows) => columns(rows).map((column) => mean(column) ** 2)));
    return 0.3 * prediction + 0.7 * (2 * scale + 0.5 * shape + centre);
  },
});

describe("visRegLoss's parts", () => {
  const grid = (at: (k: number) => number): Rows =>
    [0, 1, 2, 3].map((i) => [0, 1, 2].map((j) => at(3 * i + j)));
  const za = grid((k) => Math.sin(1 + 0.7 * k));
  const zb = grid((k) => Math.cos(0.3 + 1.1 * k));

  it("are the published algorithm's values on two views", async () => {
    const centre = await evaluate((a, b) => visRegCentre(stack([a, b])), za, zb);
    expect(centre.value).toBeCloseTo(0.023992439, 6);
    const scale = await evaluate((a, b) => visRegScale(stack([a, b])), za, zb);
    expect(scale.value).toBeCloseTo(0.161796996, 6);
  });

  it("are 4 for the centre of twos, 0 for deviations of one, 1 for none", async () => {
    const two: Rows = za.map(() => [2, 2, 2]);
    expect((await evaluate((z) => visRegCentre(z), two)).value).toBeCloseTo(4, 5);
    const ones: Rows = [1, -1, 1, -1].map((x) => [x, -x, x]);
    expect((await evaluate((z) => visRegScale(z), ones)).value).toBeCloseTo(0, 5);
    const zeros: Rows = za.map(() => [0, 0, 0]);
    expect((await evaluate((z) => visRegScale(z), zeros)).value).toBeCloseTo(1, 5);
  });

  it("give a shape that scale does not change, and 0 for the quantiles themselves", async () => {
    const shape = (z: Tensor) => visRegShape(z, slices);
    const { value } = await evaluate(shape, za);
    const larger = za.map((row) => row.map((x) => 7 * x + 1));
    expect((await evaluate(shape, larger)).value).toBeCloseTo(value, 3);
    // 2,000 ranks in one column: their deviation is 1 but for the tails that they lack.
    const line: Rows = Array.from(normalQuantiles(2000), (x) => [x]);
    const one = (z: Tensor) => visRegShape(z, constant([3], [1, 1]));
    expect((await evaluate(one, line)).value).toBeLessThan(1e-4);
  });

  it("keep a slope of scale near collapse, and stay finite at it", async () => {
    const loss = (z: Tensor) => visRegLoss(stack([z, z]), slices, { globals: 2 });
    const near: Rows = za.map((row) => row.map((x) => 1e-3 * x));
    const { gradients } = await evaluate((z) => visRegScale(z), near);
    expect(Math.max(...gradients.flat().map(Math.abs))).toBeGreaterThan(0.1);
    const point = await evaluate(
      loss,
      za.map(() => [1, 1, 1]),
    );
    expect([point.value, ...point.gradients.flat()].every(Number.isFinite)).toBe(true);
  });
});
