import type { Engine } from "../../engine/index.js";
import { type DescentMatrix, depths, descend, spectra } from "./descend.js";
import type { DepthError } from "./linear-result.js";
import {
  choleskyFactor,
  type Matrix,
  matrixOf,
  moments,
  plusDiagonal,
  product,
  singularValues,
  transposed,
} from "./matrix.js";
import { relativeError, rowsOf } from "./row-errors.js";
import { normals, randomDirections, type StudyRows } from "./study-rows.js";

/** What happens over the steps of gradient descent, of one kind of data. */
export interface EarlyStopping {
  readonly name: string;
  readonly errors: readonly DepthError[];
  /** Singular values of D∘E after so many steps, 1 - (1 - ησ²)^d, descending. */
  spectrum(steps: number): Float64Array;
  /** Largest difference between those and what the engine's maps have, over all depths that it runs. */
  readonly formulaError: number;
}

interface Pair {
  readonly clean: Float32Array;
  readonly noisy: Float32Array;
}

/** Directions of the known pattern, and the singular value of every other direction, where the pattern's is 1. */
export const knownPattern = { values: 64, directions: 8, size: 96, minor: 0.15, noise: 0.5 } as const;

/**
 * A known pattern: clean rows lie in 8 of 64 directions; B, whose codes are longer than the rows, has singular values 1
 * along these and 0.15 along all others.
 */
export async function stopOnKnownPattern(engine: Engine, seed: number): Promise<EarlyStopping> {
  const { values, directions, size, minor, noise } = knownPattern;
  const u = randomDirections("pattern/u", values, values, seed);
  const v = randomDirections("pattern/v", size, values, seed);
  const scaled = u.values.map((value, i) => value * (i % values < directions ? 1 : minor));
  const b = product({ ...u, values: scaled }, transposed(v));
  const count = 500;
  // Along the other directions clean rows have nothing.
  const latent = normals("pattern/latent", count * values, seed).map((value, i) =>
    i % values < directions ? value : 0,
  );
  const clean = Float32Array.from(product(matrixOf(latent, count, values), transposed(u)).values);
  const drawn = normals("pattern/noise", clean.length, seed);
  const noisy = clean.map((value, i) => value + noise * drawn[i]!);
  const rows = { shape: [1, 8, 8] as const, values };
  return measure(engine, "known pattern", { b, stepSize: 0.3 }, rows, { clean, noisy });
}

/**
 * Pictures or rows of a table: B is a root of their second moments, BB' = E[xx'] over its largest eigenvalue, so that B's large
 * singular values are along what they have most of.
 */
export async function stopOnRows(
  engine: Engine,
  rows: StudyRows,
  noisy: Float32Array,
): Promise<EarlyStopping> {
  const second = moments(rowsOf(rows.training, rows.values));
  const largest = singularValues(second)[0]!;
  const root = choleskyFactor(plusDiagonal(second, 1e-4 * largest));
  const b = { ...root, values: root.values.map((value) => value / Math.sqrt(1.0001 * largest)) };
  return measure(engine, rows.words.many, { b, stepSize: 1 }, rows, { clean: rows.test, noisy });
}

async function measure(
  engine: Engine,
  name: string,
  { b, stepSize }: { readonly b: Matrix; readonly stepSize: number },
  rows: Pick<StudyRows, "shape" | "values">,
  data: Pair,
): Promise<EarlyStopping> {
  const forEngine: DescentMatrix = { data: Float32Array.from(b.values), size: b.columns, stepSize };
  const gram = product(b, transposed(b));
  const squares = singularValues(gram);
  const spectrum = (steps: number) =>
    squares
      .map((square) => Math.abs(1 - (1 - stepSize * square) ** steps))
      .sort()
      .reverse();
  const found = await spectra(engine, forEngine, rows);
  const differences = [...found].flatMap(([steps, values]) => {
    const expected = spectrum(steps);
    return Array.from(values, (value, i) => Math.abs(value - expected[i]!));
  });
  const errors = [...(await descend(engine, forEngine, rows, data)), ...goOn(gram, stepSize, data)];
  return { name, errors, spectrum, formulaError: Math.max(...differences) };
}

/** Twice as many steps, again and again: powers of I - ηBB', by squaring; what is made of x is x less that part of it. */
function goOn(gram: Matrix, stepSize: number, { clean, noisy }: Pair): DepthError[] {
  const shrunk = { ...gram, values: gram.values.map((value) => -stepSize * value) };
  let rest = plusDiagonal(shrunk, 1);
  let steps = 1;
  const errors: DepthError[] = [];
  while (steps < farthest) {
    rest = product(rest, rest);
    steps *= 2;
    if (steps <= (depths.at(-1) ?? 0)) continue;
    const error = (x: Float32Array) => {
      const left = product(rowsOf(x, gram.rows), rest).values;
      return relativeError(
        x.map((value, i) => value - left[i]!),
        clean,
      );
    };
    errors.push({ steps, seen: error(clean), denoised: error(noisy) });
  }
  return errors;
}

const farthest = 16384;
