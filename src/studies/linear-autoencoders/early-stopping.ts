import { linear } from "../../encoders/index.js";
import type { Engine } from "../../engine/index.js";
import { Scope } from "../../nn/index.js";
import { input, type Tensor } from "../../tensor/index.js";
import type { DepthError } from "./linear-result.js";
import {
  choleskyFactor,
  matrixOf,
  moments,
  plusDiagonal,
  product,
  singularValues,
  transposed,
} from "./matrix.js";
import { relativeError, rowsOf } from "./row-errors.js";
import { normals, randomDirections, type StudyRows } from "./study-rows.js";
import { units } from "./trace-arm.js";

/** Numbers of steps that are looked at: the last ones let almost everything through that B does not remove. */
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

/** The same by the formula: 1 - (1 - η σ²)^d of B's singular values σ, descending. */
export function expectedSpectrum(b: DescentMatrix, values: number, steps: number): Float64Array {
  const own = matrixOf(b.data, values, b.size);
  // Of BB', whose singular values are σ² and, in a larger space, no more than the picture has values.
  const squared = singularValues(product(own, transposed(own)));
  return squared
    .map((square) => Math.abs(1 - (1 - b.stepSize * square) ** steps))
    .sort()
    .reverse();
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

/** What happens over the steps, of one kind of data. */
export interface EarlyStopping {
  readonly name: string;
  readonly errors: readonly DepthError[];
  /** Singular values of D∘E. */
  readonly spectra: ReadonlyMap<number, Float64Array>;
  /** Largest difference between those and the formula's. */
  readonly formulaError: number;
}

/** Dimensions of the known pattern, and the singular value of every other direction, where the pattern's is 1. */
export const knownPattern = { values: 64, dimensions: 8, size: 96, minor: 0.15, noise: 0.5 } as const;

/**
 * A known pattern: clean rows lie in 8 of 64 directions; B, whose codes are longer than the rows, has singular values 1
 * along these and 0.15 along all others.
 */
export async function stopOnKnownPattern(engine: Engine, seed: number): Promise<EarlyStopping> {
  const { values, dimensions, size, minor, noise } = knownPattern;
  const [u, v] = [
    randomDirections("pattern/u", values, values, seed),
    randomDirections("pattern/v", size, values, seed),
  ];
  const scaled = { ...u, values: u.values.map((value, i) => value * (i % values < dimensions ? 1 : minor)) };
  const b = { data: Float32Array.from(product(scaled, transposed(v)).values), size, stepSize: 1 };
  const count = 500;
  const latent = matrixOf(normals("pattern/latent", count * values, seed), count, values);
  // The other directions of the latent are left out of clean rows.
  const inside = {
    ...latent,
    values: latent.values.map((value, i) => (i % values < dimensions ? value : 0)),
  };
  const clean = Float32Array.from(product(inside, transposed(u)).values);
  const drawn = normals("pattern/noise", clean.length, seed);
  const noisy = clean.map((value, i) => value + noise * drawn[i]!);
  const rows = { shape: [1, 8, 8] as const, values };
  return measure(engine, "known pattern", b, rows, { clean, noisy });
}

/**
 * Real pictures: B is a root of their second moments, BB' = E[xx'] over its largest eigenvalue, so that B's large
 * singular values are along what pictures have most of.
 */
export async function stopOnPictures(
  engine: Engine,
  rows: StudyRows,
  noisy: Float32Array,
): Promise<EarlyStopping> {
  const second = moments(rowsOf(rows.training, rows.values));
  const largest = singularValues(second)[0]!;
  const root = choleskyFactor(plusDiagonal(second, 1e-4 * largest));
  const data = Float32Array.from(root.values, (value) => value / Math.sqrt(largest * 1.0001));
  const b = { data, size: rows.values, stepSize: 1 };
  return measure(engine, "pictures", b, rows, { clean: rows.test, noisy });
}

async function measure(
  engine: Engine,
  name: string,
  b: DescentMatrix,
  rows: Pick<StudyRows, "shape" | "values">,
  data: { readonly clean: Float32Array; readonly noisy: Float32Array },
): Promise<EarlyStopping> {
  const measured = await spectra(engine, b, rows);
  const formulaError = Math.max(
    ...[...measured].flatMap(([steps, found]) => {
      const expected = expectedSpectrum(b, rows.values, steps);
      return Array.from(found, (value, i) => Math.abs(value - expected[i]!));
    }),
  );
  return { name, errors: await descend(engine, b, rows, data), spectra: measured, formulaError };
}
