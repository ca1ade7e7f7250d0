import type { Distribution } from "../graph/index.js";
import { hashName, threefry } from "./threefry.js";

/** Where a run stands: draws are a function of the seed, the step, the batch within it and the stream's name. */
export interface DrawState {
  readonly seed: number;
  readonly step: number;
  /** Which of the batches of one step, from 0: each draws for itself. Default 0. */
  readonly micro?: number;
}

/**
 * Fills `out` with the draws of a stream at a step, for one of its batches.
 * Uniform is [0, 1) with 24 bits; normal uses Box-Muller; permutation orders 0..n-1 in each row of the last axis.
 */
export function fillDraw(
  distribution: Distribution,
  stream: string,
  { seed, step, micro = 0 }: DrawState,
  out: Float32Array | Int32Array,
  lastAxis: number,
): void {
  const [h0, h1] = hashName(stream);
  const pair = new Uint32Array(2);
  threefry(h0, h1, seed >>> 0, step >>> 0, pair);
  // No draw counts so far, so this block of the stream is nobody's numbers.
  if (micro > 0) threefry(pair[0] ?? 0, pair[1] ?? 0, micro, 0xffffffff, pair);
  const k0 = pair[0] ?? 0;
  const k1 = pair[1] ?? 0;
  if (distribution === "permutation") fillPermutations(k0, k1, out, lastAxis);
  else if (distribution === "normal") fillNormal(k0, k1, out);
  else fillUniform(k0, k1, out);
}

const unit = 2 ** -24;

function fillUniform(k0: number, k1: number, out: Float32Array | Int32Array): void {
  const pair = new Uint32Array(2);
  for (let i = 0; i < out.length; i += 2) {
    threefry(k0, k1, i, 0, pair);
    out[i] = (pair[0]! >>> 8) * unit;
    if (i + 1 < out.length) out[i + 1] = (pair[1]! >>> 8) * unit;
  }
}

function fillNormal(k0: number, k1: number, out: Float32Array | Int32Array): void {
  const pair = new Uint32Array(2);
  for (let i = 0; i < out.length; i += 2) {
    threefry(k0, k1, i, 0, pair);
    // (0, 1] keeps the logarithm finite.
    const radius = Math.sqrt(-2 * Math.log(((pair[0]! >>> 8) + 1) * unit));
    const angle = 2 * Math.PI * (pair[1]! >>> 8) * unit;
    out[i] = radius * Math.cos(angle);
    if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle);
  }
}

/** Fisher-Yates for each row. */
function fillPermutations(k0: number, k1: number, out: Float32Array | Int32Array, n: number): void {
  const pair = new Uint32Array(2);
  for (let row = 0; row * n < out.length; row++) {
    const start = row * n;
    for (let i = 0; i < n; i++) out[start + i] = i;
    for (let i = n - 1; i > 0; i--) {
      threefry(k0, k1, row, i, pair);
      // 53 bits: one more and the fraction could round up to 1.
      const fraction = (pair[0]! * 2 ** 21 + (pair[1]! >>> 11)) * 2 ** -53;
      const j = Math.floor(fraction * (i + 1));
      const swapped = out[start + i]!;
      out[start + i] = out[start + j]!;
      out[start + j] = swapped;
    }
  }
}
