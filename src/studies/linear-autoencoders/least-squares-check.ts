import { leastSquaresCode, linear, minimumNormCode } from "../../encoders/index.js";
import type { Engine } from "../../engine/index.js";
import { ConfigError } from "../../errors.js";
import { Scope } from "../../nn/index.js";
import { constant, input, matmul, mul, type Tensor } from "../../tensor/index.js";
import { drawRowMasks, hiddenCount } from "./draw-mask.js";
import { inversePositive, matrixOf, product, transposed } from "./matrix.js";
import { normals, type StudyRows } from "./study-rows.js";

/** The second parameterisation beside what it ought to be. */
export interface LeastSquaresCheck {
  /** Largest difference from a direct solve on the rows that are left, relative to the largest number of a code. */
  readonly solveError: number;
  /** Largest difference of D(E(x)) and x in the minimum-norm case, in deviations of a pixel. */
  readonly identityError: number;
  /** What the encoder says where it would be the identity. */
  readonly refusal: string;
}

const samples = 16;

/** Codes of masked pictures against double precision on the rows that are left, half as long as these; the minimum-norm case against x. */
export async function checkLeastSquares(
  engine: Engine,
  { values: m, training, shape }: StudyRows,
  { hiddenShare, seed }: { readonly hiddenShare: number; readonly seed: number },
): Promise<LeastSquaresCheck> {
  const hidden = hiddenCount(m, hiddenShare);
  // Half as many numbers as values are left: more than these have no one solution.
  const l = Math.max(1, Math.floor((m - hidden) / 2));
  const b = normals("check/b", m * l, seed).map((value) => value / Math.sqrt(m));
  const wide = normals("check/wide", m * 2 * m, seed).map((value) => value / Math.sqrt(m));
  const x = training.slice(0, samples * m);
  const masks = drawRowMasks({ rows: samples, values: m, hidden }, "least-squares", seed);
  const known = masks.map((value) => 1 - value);
  const rows = {
    x: mul(constant(x, [samples, m]), constant(known, [samples, m])),
    known: constant(known, [samples, m]),
  };
  const [thin, thick] = [constant(b, [m, l]), constant(wide, [m, 2 * m])];
  const outputs = new Map<string, Tensor>([
    ["code", leastSquaresCode(rows, thin, 0)],
    ["output", matmul(minimumNormCode(constant(x, [samples, m]), thick), thick, { transposeB: true })],
  ]);
  const store = await engine.createStore();
  const program = await engine.load({ outputs, updates: new Map() }, { store, name: "least squares" });
  const { code, output } = (await program.run({})) as Record<string, Float32Array>;
  await program.dispose();
  await store.dispose();
  const expected = Array.from({ length: samples }, (_, n) =>
    solve(b, l, x.subarray(n * m, (n + 1) * m), known.subarray(n * m, (n + 1) * m)),
  ).flat();
  const largest = Math.max(...expected.map(Math.abs));
  const worst = (a: ArrayLike<number>, to: ArrayLike<number>) =>
    Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - to[i]!)), 0);
  return {
    solveError: worst(code!, expected) / largest,
    identityError: worst(output!, x),
    refusal: refusalOf(m, shape),
  };
}

/** (B̃'B̃)^-1 B̃'x̃ of one sample, with matrices that hold only the rows that are left. */
function solve(b: Float32Array, l: number, x: Float32Array, known: Float32Array): number[] {
  const left = Array.from(known).flatMap((value, i) => (value === 1 ? [i] : []));
  const rows = matrixOf(
    left.flatMap((i) => Array.from(b.subarray(i * l, (i + 1) * l))),
    left.length,
    l,
  );
  const right = matrixOf(
    left.map((i) => x[i]!),
    left.length,
    1,
  );
  const turned = transposed(rows);
  return Array.from(product(inversePositive(product(turned, rows)), product(turned, right)).values);
}

function refusalOf(size: number, shape: StudyRows["shape"]): string {
  try {
    linear({ form: "least-squares", size }).apply(Scope.root(), input("x", [2, ...shape]));
    return "";
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
}
