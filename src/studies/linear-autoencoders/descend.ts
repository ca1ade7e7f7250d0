import { linear } from "../../encoders/index.js";
import type { Engine } from "../../engine/index.js";
import { Scope } from "../../nn/index.js";
import { input, type Tensor } from "../../tensor/index.js";
import type { DepthError } from "./linear-result.js";
import { matrixOf, singularValues } from "./matrix.js";
import { relativeError } from "./row-errors.js";
import type { StudyRows } from "./study-rows.js";
import { units } from "./trace-arm.js";

/** Numbers of steps that the engine runs. */
export const depths = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128] as const;

/** A matrix B `[m, size]` for unrolled gradient descent. */
export interface DescentMatrix {
  readonly data: Float32Array;
  readonly size: number;
  readonly stepSize: number;
}

/**
 * What D∘E makes of rows and of noisy rows for each number of steps, with one matrix.
 * @returns errors relative to the clean rows
 */
export async function descend(
  engine: Engine,
  b: DescentMatrix,
  { shape }: Pick<StudyRows, "shape">,
  { clean, noisy }: { readonly clean: Float32Array; readonly noisy: Float32Array },
): Promise<DepthError[]> {
  const values = shape[1] * shape[2];
  const x = input("x", [clean.length / values, ...shape]);
  const [seen, denoised] = await decodeSteps(engine, b, shape, x, [{ x: clean }, { x: noisy }]);
  return depths.map((steps) => ({
    steps,
    seen: relativeError(seen![steps]!, clean),
    denoised: relativeError(denoised![steps]!, clean),
  }));
}

/** Singular values of D∘E for each number of steps, descending. */
export async function spectra(
  engine: Engine,
  b: DescentMatrix,
  rows: Pick<StudyRows, "shape" | "values">,
): Promise<ReadonlyMap<number, Float64Array>> {
  const [maps] = await decodeSteps(engine, b, rows.shape, units(rows), [{}]);
  return new Map(
    depths.map((steps) => [steps, singularValues(matrixOf(maps![steps]!, rows.values, rows.values))]),
  );
}

/** D(E(x)) by number of steps, for each of the feeds. */
async function decodeSteps(
  engine: Engine,
  b: DescentMatrix,
  shape: StudyRows["shape"],
  x: Tensor,
  feeds: readonly Readonly<Record<string, Float32Array>>[],
): Promise<Readonly<Record<string, Float32Array>>[]> {
  const scope = Scope.root({ training: false });
  const encoder = linear({ form: "unrolled", size: b.size, steps: depths.at(-1) ?? 1, stepSize: b.stepSize });
  const { layers } = encoder.apply(scope, x);
  const outputs = depths.map((steps): [string, Tensor] => [
    String(steps),
    encoder.decode({ scope, encoder: scope }, layers.get(`step${steps}`) as Tensor, shape),
  ]);
  const state = scope.variables.initialValues(0).map((entry) => ({ ...entry, data: b.data }));
  const store = await engine.createStore(state);
  const program = await engine.load(
    { outputs: new Map(outputs), updates: new Map() },
    { store, name: "descent" },
  );
  const results: Readonly<Record<string, Float32Array>>[] = [];
  for (const feed of feeds) results.push((await program.run(feed)) as Record<string, Float32Array>);
  await program.dispose();
  await store.dispose();
  return results;
}
