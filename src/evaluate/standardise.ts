import { type Features, rowCount } from "../metrics/index.js";
import type { Rows } from "./linear-classifier.js";

/** Per-column shift and scale, learnt on one set and applied to others. */
export interface Standardiser {
  /** float64 `[width]`: column means. */
  readonly mean: Float64Array;
  /** float64 `[width]`: what to multiply by after the mean is taken off; 0 for a constant column. */
  readonly scale: Float64Array;
}

/**
 * Column means and inverse deviations, in two passes. A column that varies less than a hundredth of the average
 * column is not blown up beyond that: rare pixels would otherwise dominate a probe.
 */
export function fitStandardiser({ vectors: data, dimensions: width }: Features): Standardiser {
  const count = data.length / width;
  const mean = new Float64Array(width);
  for (let i = 0; i < data.length; i += width) for (let j = 0; j < width; j++) mean[j]! += data[i + j]!;
  for (let j = 0; j < width; j++) mean[j]! /= count;
  const variance = new Float64Array(width);
  for (let i = 0; i < data.length; i += width) {
    for (let j = 0; j < width; j++) variance[j]! += (data[i + j]! - mean[j]!) ** 2;
  }
  const deviation = variance.map((sum) => Math.sqrt(sum / count));
  const floor = 0.01 * (deviation.reduce((a, b) => a + b, 0) / width);
  // A deviation of rounding errors only is none.
  const scale = deviation.map((sd, j) => (sd <= 1e-7 * Math.abs(mean[j]!) ? 0 : 1 / Math.max(sd, floor)));
  return { mean, scale: scale.map((s) => (Number.isFinite(s) ? s : 0)) };
}

/** Rows of features, standardised as they are asked for. */
export function standardisedRows(features: Features, standardiser: Standardiser): Rows {
  return {
    count: rowCount(features),
    width: features.dimensions,
    fill(from, to, out) {
      standardise(features, standardiser, { from, to, out });
    },
  };
}

/** Standardised copy of rows `from` (inclusive) to `to` (exclusive), into `out` when given. */
export function standardise(
  { vectors: data, dimensions: width }: Features,
  { mean, scale }: Standardiser,
  {
    from = 0,
    to = data.length / width,
    out,
  }: { readonly from?: number; readonly to?: number; readonly out?: Float32Array } = {},
): Float32Array {
  const rows = out ?? new Float32Array((to - from) * width);
  for (let row = from, at = 0; row < to; row++) {
    const start = row * width;
    for (let j = 0; j < width; j++) rows[at++] = (data[start + j]! - mean[j]!) * scale[j]!;
  }
  return rows;
}
