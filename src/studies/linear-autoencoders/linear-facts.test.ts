import { afterAll, beforeAll, expect, it } from "vitest";
import { type Engine, inlineEngine } from "../../engine/index.js";
import { exactClaims, stoppingClaims } from "./exact-claims.js";
import { gradientPaths } from "./gradient-paths.js";
import { checkLeastSquares } from "./least-squares-check.js";
import { exactFacts } from "./linear-facts.js";
import { linearOptions } from "./linear-options.js";
import { inversePositive, matrixOf, moments, plusDiagonal, product } from "./matrix.js";
import { recoverability, recoverabilityByGroup } from "./recoverability.js";
import { rowsOf } from "./row-errors.js";
import { makeRows, type StudyRows } from "./study-rows.js";
import { unknownValues } from "./unknown-values.js";

let engine: Engine;
beforeAll(() => {
  engine = inlineEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

/** A corner of made rows: 16 values that follow the pattern. */
function smallRows(): StudyRows {
  const rows = makeRows(3, 200);
  const corner = (all: Float32Array) => all.filter((_, i) => i % 64 < 16);
  return { ...rows, shape: [1, 4, 4], values: 16, training: corner(rows.training), test: corner(rows.test) };
}

it("shows the claims that are algebra, and early stopping on a pattern", async () => {
  const facts = await exactFacts(engine, smallRows(), linearOptions.parse({}));
  const claims = exactClaims(facts);
  expect(claims.filter(({ holds }) => !holds)).toEqual([]);
  expect(claims.map(({ row }) => row)).toEqual(["46", "48", "49", "50", "54", "53", "53", "52"]);
  expect(facts.paths.map(({ maskedThroughEncoder }) => maskedThroughEncoder > 0)).toEqual([
    false,
    false,
    false,
    true,
  ]);
  const [pattern] = stoppingClaims(facts);
  expect(pattern!.holds).toBe(true);
  expect(stoppingClaims(facts)).toHaveLength(2);

  // And they would not hold of a model that does otherwise.
  const { paths, unknown } = facts;
  const wrong = exactClaims({
    ...facts,
    paths: paths.map((path) => ({ ...path, maskedThroughEncoder: 1, maskedThroughDecoder: 0 })),
    leastSquares: { solveError: 1, identityError: 1, refusal: "" },
    unknown: { ...unknown, clampedAgainstDropped: 1, zeroAgainstClamped: 0, scaledBias: 1, unscaledBias: 1 },
    stopping: facts.stopping.map((one) => ({ ...one, formulaError: 1 })),
  });
  expect(wrong.filter(({ holds }) => holds)).toEqual([]);
});

it.each([3, 4, 6, 20])("has formulas to check for rows of %i values, whatever the seed", async (values) => {
  const rows = makeRows(3, 40);
  const part = (all: Float32Array) => all.filter((_, i) => i % 64 < values);
  const narrow: StudyRows = {
    ...rows,
    ...{ shape: [1, 1, values], values, training: part(rows.training), test: part(rows.test) },
  };
  for (const seed of [0, 1, 2]) {
    const { solveError } = await checkLeastSquares(engine, narrow, { hiddenShare: 0.9, seed });
    expect(solveError).toBeLessThan(1e-3);
    for (const { seenThroughEncoder } of await gradientPaths(engine, narrow, { hiddenShare: 0.9, seed }))
      expect(Number.isFinite(seenThroughEncoder)).toBe(true);
    const { clampedAgainstDropped } = await unknownValues(engine, narrow, { hiddenShare: 0.9, seed });
    expect(clampedAgainstDropped).toBeLessThan(1e-3);
  }
});

it("tells which values the others tell, as one regression a value would", () => {
  const rows = smallRows();
  const found = recoverability(rows, 1e-2);
  // Value 5 on the other fifteen, directly.
  const centre = (values: Float32Array) => {
    const training = rowsOf(rows.training, 16);
    const means = Array.from({ length: 16 }, (_, i) => {
      let sum = 0;
      for (let n = 0; n < training.rows; n++) sum += training.values[n * 16 + i]!;
      return sum / training.rows;
    });
    return Float64Array.from(values, (value, i) => value - means[i % 16]!);
  };
  const covariance = moments(rowsOf(rows.training, 16), { centred: true });
  const others = Array.from({ length: 16 }, (_, i) => i).filter((i) => i !== 5);
  const entry = (i: number, j: number) => covariance.values[i * 16 + j]!;
  const trace = Array.from({ length: 16 }, (_, i) => entry(i, i)).reduce((sum, value) => sum + value, 0);
  const among = matrixOf(
    others.flatMap((i) => others.map((j) => entry(i, j))),
    15,
    15,
  );
  const towards = matrixOf(
    others.map((i) => entry(i, 5)),
    15,
    1,
  );
  const weights = product(inversePositive(plusDiagonal(among, (1e-2 * trace) / 16)), towards).values;
  const test = centre(rows.test);
  let [error, size] = [0, 0];
  for (let n = 0; n < test.length / 16; n++) {
    const predicted = others.reduce((sum, i, k) => sum + weights[k]! * test[n * 16 + i]!, 0);
    error += (test[n * 16 + 5]! - predicted) ** 2;
    size += test[n * 16 + 5]! ** 2;
  }
  expect(found[5]).toBeCloseTo(1 - error / size, 8);
  expect(found[5]).toBeGreaterThan(0.5);
  // Each a group of its own, and 5 with a copy of itself, which tells it only where it is of another group.
  const alone = recoverabilityByGroup(rows, Array.from(found.keys()), 1e-2);
  alone.forEach((value, i) => {
    expect(value).toBeCloseTo(found[i]!, 8);
  });
  const copied = (all: Float32Array) => all.map((value, i) => (i % 16 === 6 ? all[i - 1]! : value));
  const twins = { ...rows, training: copied(rows.training), test: copied(rows.test) };
  const groups = Array.from(found.keys(), (i) => (i === 6 ? 5 : i));
  expect(recoverability(twins)[5]).toBeGreaterThan(0.99);
  expect(recoverabilityByGroup(twins, groups)[5]).toBeLessThan(0.95);
  expect(recoverabilityByGroup(twins, groups)[5]).toBeGreaterThan(0.5);

  const all = recoverability(makeRows(3, 400));
  expect(Math.max(...all.slice(48).map((value) => value ?? 0))).toBeLessThan(0.1);
  const flat = { ...rows, training: rows.training.map((value, i) => (i % 16 === 2 ? 1 : value)) };
  expect(
    recoverability({ ...flat, test: rows.test.map((value, i) => (i % 16 === 2 ? 1 : value)) })[2],
  ).toBeNull();
});
