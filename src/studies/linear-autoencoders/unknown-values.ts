import { twoMatricesCode, unrolledCodes } from "../../encoders/index.js";
import type { Engine } from "../../engine/index.js";
import { constant, gather, mul, type Tensor } from "../../tensor/index.js";
import { drawMask, drawRowMasks, hiddenCount } from "./draw-mask.js";
import { normals, type StudyRows } from "./study-rows.js";
import { descent } from "./trace-arm.js";

/** What becomes of "?" in unrolled gradient descent, and of the size of codes in the first parameterisation. */
export interface UnknownValues {
  /** Residual 0 against dropped rows, "? times anything is ?": largest difference relative to the largest number. */
  readonly clampedAgainstDropped: number;
  /** "?" taken for the value 0: how far codes are from the clamped ones, relative to these (root of mean square). */
  readonly zeroAgainstClamped: number;
  /** Mean code over many masks against the code of the whole picture, relative to it: with 1/p, and without. */
  readonly scaledBias: number;
  readonly unscaledBias: number;
}

const masks = 512;

/** Compares the treatments on codes a quarter of a picture's size. */
export async function unknownValues(
  engine: Engine,
  { values: m, training }: StudyRows,
  { hiddenShare, seed }: { readonly hiddenShare: number; readonly seed: number },
): Promise<UnknownValues> {
  const l = Math.max(1, Math.floor(m / 4));
  const b = normals("unknown/b", m * l, seed).map((value) => value / (Math.sqrt(m) + Math.sqrt(l)));
  const matrix = constant(b, [m, l]);
  const count = 16;
  const x = training.slice(0, count * m);
  // One mask for all pictures, so that its rows can be taken out of the matrix.
  const hidden = hiddenCount(m, hiddenShare);
  const known = drawRowMasks({ rows: 1, values: m, hidden }, "unknown", seed).map((value) => 1 - value);
  const left = Int32Array.from(Array.from(known).flatMap((value, i) => (value === 1 ? [i] : [])));
  const rows = constant(left, [left.length]);
  const whole = constant(x, [count, m]);
  const flags = constant(
    Float32Array.from({ length: count * m }, (_, i) => known[i % m]!),
    [count, m],
  );
  const shown = mul(whole, flags);
  const last = (codes: readonly Tensor[]) => codes.at(-1) as Tensor;

  const first = constant(x.slice(0, m), [1, m]);
  const draws = constant(drawMask(masks * m, 1 - hiddenShare, "bias", seed), [masks, m]);
  const masked = mul(first, draws);
  const outputs = new Map<string, Tensor>([
    ["clamped", last(unrolledCodes({ x: shown, known: flags }, matrix, descent))],
    ["dropped", last(unrolledCodes({ x: gather(whole, rows, 1) }, gather(matrix, rows, 0), descent))],
    ["zero", last(unrolledCodes({ x: shown }, matrix, descent))],
    ["whole", twoMatricesCode({ x: first }, matrix)],
    ["scaled", twoMatricesCode({ x: masked, known: draws }, matrix, 1 - hiddenShare)],
    ["unscaled", twoMatricesCode({ x: masked }, matrix)],
  ]);
  const store = await engine.createStore();
  const program = await engine.load({ outputs, updates: new Map() }, { store, name: "unknown values" });
  const results = (await program.run({})) as Record<string, Float32Array>;
  await program.dispose();
  await store.dispose();
  const { clamped, dropped, zero } = results;
  const bias = (name: string) => distance(meanRow(results[name]!, l), results.whole!);
  const largest = Math.max(...clamped!.map(Math.abs));
  return {
    clampedAgainstDropped: Math.max(...clamped!.map((value, i) => Math.abs(value - dropped![i]!))) / largest,
    zeroAgainstClamped: distance(zero!, clamped!),
    scaledBias: bias("scaled"),
    unscaledBias: bias("unscaled"),
  };
}

function meanRow(rows: Float32Array, columns: number): Float64Array {
  const mean = new Float64Array(columns);
  const share = columns / rows.length;
  rows.forEach((value, i) => {
    mean[i % columns]! += value * share;
  });
  return mean;
}

/** |a - b| over |b|. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [off, size] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    off += (a[i]! - b[i]!) ** 2;
    size += b[i]! ** 2;
  }
  return Math.sqrt(off / size);
}
