import type { Engine } from "../../engine/index.js";
import { descend } from "./descend.js";
import { drawMask } from "./draw-mask.js";
import { fitArm } from "./fit-arm.js";
import type { LinearArm } from "./linear-arms.js";
import type { LinearOptions } from "./linear-options.js";
import { drawnRows, type LinearResult } from "./linear-result.js";
import { columnMeans, type Matrix, matrixOf, singularValues, transposed } from "./matrix.js";
import { distanceFromIdentity, recoveredShare, relativeError, rowsOf } from "./row-errors.js";
import { bytesOf, normals, type StudyRows } from "./study-rows.js";
import { descent, traceArm } from "./trace-arm.js";

/** What arms on the same rows share. */
export interface ArmRows extends StudyRows {
  /** Orthonormal columns: directions that hold 99 % of the rows' energy. */
  readonly directions: Matrix;
}

/**
 * Trains one arm through the engine, and measures it on test rows, test rows with noise and masked test rows, which are
 * the same for all arms.
 * @yields a line on how far it is
 * @throws DivergenceError where the loss is not finite; the signal's reason when stopped
 */
export async function* runLinearArm(
  engine: Engine,
  arm: LinearArm,
  rows: ArmRows,
  options: LinearOptions,
  signal?: AbortSignal,
): AsyncGenerator<string, LinearResult> {
  const started = performance.now();
  const { train, read, variables, size } = traceArm(arm, rows, options);
  const store = await engine.createStore(variables.initialValues(options.seed));
  const loss = yield* fitArm(engine, store, { arm, train, rows, options }, signal);

  const meter = await engine.load(read, { store, name: "read" });
  const { test: clean, values } = rows;
  const noisy = withNoise(clean, options);
  const missing = drawMask(clean.length, options.hiddenShare, "test", options.seed);
  const {
    seen,
    filled,
    map: columns,
  } = (await meter.run({ x: clean, missing })) as Record<string, Float32Array>;
  const { seen: denoised } = (await meter.run({ x: noisy, missing })) as Record<string, Float32Array>;
  await meter.dispose();
  const map = columns === undefined ? null : transposed(matrixOf(columns, values, values));
  const [shared] = arm.form === "unrolled" ? await store.read(["encoder/B"]) : [];
  await store.dispose();
  const data = shared?.data as Float32Array | undefined;
  const means = columnMeans(rowsOf(rows.training, values));
  return {
    name: arm.name,
    loss,
    seen: relativeError(seen!, clean),
    denoised: relativeError(denoised!, clean),
    filled: relativeError(filled!, clean, missing),
    distance: map === null ? null : distanceFromIdentity(map),
    distanceSeen: map === null ? null : distanceFromIdentity(map, rows.directions),
    spectrum: map === null ? null : Array.from(singularValues(map), rounded),
    recovered: recoveredShare(filled!, rowsOf(clean, values), means, missing).map((value) =>
      value === null ? null : rounded(value),
    ),
    depths:
      data === undefined
        ? []
        : await descend(engine, { data, size, stepSize: descent.stepSize }, rows, { clean, noisy }),
    drawn: {
      denoised: bytesOf(denoised!, rows, drawnRows),
      filled: bytesOf(filled!, rows, drawnRows),
    },
    seconds: (performance.now() - started) / 1000,
  };
}

/** Test rows and noise, the same for every arm. */
export function withNoise(
  clean: Float32Array,
  { noise, seed }: Pick<LinearOptions, "noise" | "seed">,
): Float32Array {
  const drawn = normals("test/noise", clean.length, seed);
  return clean.map((value, i) => value + noise * drawn[i]!);
}

const rounded = (value: number): number => Number(value.toPrecision(5));
