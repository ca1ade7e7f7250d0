import type { Engine } from "../../engine/index.js";
import { type EarlyStopping, stopOnKnownPattern, stopOnRows } from "./early-stopping.js";
import type { ExactFacts } from "./exact-claims.js";
import { gradientPaths } from "./gradient-paths.js";
import type { LearnedFacts } from "./learned-facts.js";
import { checkLeastSquares } from "./least-squares-check.js";
import type { LinearOptions } from "./linear-options.js";
import { inversePositive, type Matrix, moments, plusDiagonal, product, singularValues } from "./matrix.js";
import { principalDirections } from "./principal-directions.js";
import { recoverability } from "./recoverability.js";
import { distanceFromIdentity, relativeError, rowsOf } from "./row-errors.js";
import { type ArmRows, withNoise } from "./run-linear-arm.js";
import type { StudyRows } from "./study-rows.js";
import { unknownValues } from "./unknown-values.js";

/** Rows with the directions that hold 99 % of their energy, E|x|². */
export function withDirections(rows: StudyRows): ArmRows {
  const second = moments(rowsOf(rows.training, rows.values));
  const energies = singularValues(second);
  const whole = energies.reduce((sum, value) => sum + value, 0);
  let [count, held] = [0, 0];
  while (held < 0.99 * whole) held += energies[count++]!;
  return { ...rows, directions: principalDirections(second, count) };
}

/** What needs no arm: the formulas through the engine, and early stopping. */
export async function exactFacts(
  engine: Engine,
  rows: StudyRows,
  options: LinearOptions,
): Promise<ExactFacts> {
  const stopping: EarlyStopping[] = [
    await stopOnKnownPattern(engine, options.seed),
    await stopOnRows(engine, rows, withNoise(rows.test, options)),
  ];
  return {
    paths: await gradientPaths(engine, rows, options),
    leastSquares: await checkLeastSquares(engine, rows, options),
    unknown: await unknownValues(engine, rows, options),
    stopping,
    hiddenShare: options.hiddenShare,
    words: rows.words,
  };
}

/** What trained arms are to be read beside. */
export function references(
  rows: ArmRows,
  made: StudyRows,
  options: LinearOptions,
): Omit<LearnedFacts, "results"> {
  const { test, values, training, words } = rows;
  const noisy = withNoise(test, options);
  const second = moments(rowsOf(training, values));
  const best = product(second, inversePositive(plusDiagonal(second, options.noise ** 2)));
  return {
    values,
    words,
    noisy: relativeError(noisy, test),
    optimum: {
      distanceSeen: distanceFromIdentity(best, rows.directions),
      denoised: relativeError(applied(best, noisy), test),
    },
    regression: { data: recoverability(rows), made: recoverability(made) },
  };
}

/** A symmetric map of rows. */
function applied(map: Matrix, rows: Float32Array): Float64Array {
  return product(rowsOf(rows, map.rows), map).values;
}
