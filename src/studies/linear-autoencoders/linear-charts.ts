import {
  chartGrid,
  contactSheet,
  type LineSeries,
  lineChart,
  type Picture,
  type SheetCell,
  type Svg,
  seriesColor,
} from "../../report/index.js";
import type { EarlyStopping } from "./early-stopping.js";
import { armTitle, type LinearArm, linearArms } from "./linear-arms.js";
import { drawnRows, type LinearResult } from "./linear-result.js";
import { bytesOf, type StudyRows } from "./study-rows.js";
import { recoveringArms } from "./value-table.js";

const [width, height] = [520, 340];

/** Singular values of D∘E, a chart a surrogate task. */
export function spectraPicture(results: ReadonlyMap<string, LinearResult>): Svg {
  const charts = (["vanilla", "denoising", "masked"] as const).map((surrogate) => {
    const plain = linearArms.filter((arm) => arm.surrogate === surrogate && arm.name.split("/").length === 3);
    const series = plain.flatMap((arm): LineSeries[] => {
      const spectrum = results.get(arm.name)?.spectrum ?? null;
      if (spectrum === null) return [];
      const name = armTitle(arm).replace(`, ${surrogate}`, "");
      return [{ name, x: spectrum.map((_, i) => i + 1), y: spectrum }];
    });
    return lineChart({
      ...{ title: surrogate, width, height, series },
      ...{ x: { label: "singular value, by size" }, y: { label: "singular value of D∘E", domain: [0, 1.5] } },
    });
  });
  const subtitle =
    "1 passes a direction as it is, 0 removes it; the identity is 1 throughout; what exceeds 1.5 is cut off";
  return chartGrid({ title: "What linear autoencoders do to directions", subtitle, columns: 2, charts });
}

/** Errors over the steps of gradient descent, and the singular values after some of them. */
export function descentPicture(
  stopping: readonly EarlyStopping[],
  results: ReadonlyMap<string, LinearResult>,
): Svg {
  const trained = ["vanilla/unrolled/1", "vanilla/unrolled/2"].map((name) => ({
    name: `trained B, ${name.split("/")[2]}x`,
    errors: results.get(name)?.depths ?? [],
  }));
  const errors = [...stopping, ...trained].map(({ name, errors: list }) => {
    const x = list.map(({ steps }) => steps);
    const series = [
      { name: "from noisy", x, y: list.map(({ denoised }) => 100 * denoised) },
      { name: "from clean", x, y: list.map(({ seen }) => 100 * seen), dashed: true },
    ];
    const axis = { label: "steps d", scale: "log", ticks: [1, 8, 64, 512, 4096] } as const;
    return lineChart({
      ...{ title: name, width, height, series, x: axis },
      y: { label: "error of the clean signal", unit: "%" },
    });
  });
  const filters = stopping.map(({ name, spectrum }) => {
    const series = [1, 8, 64, 512, 4096].map((steps, i): LineSeries => {
      const y = spectrum(steps);
      return { name: `d = ${steps}`, x: Array.from(y, (_, k) => k + 1), y, color: seriesColor(i) };
    });
    return lineChart({
      ...{ title: `${name}: singular values of D∘E`, width, height, series },
      ...{ x: { label: "singular value, by size" }, y: { label: "1 - (1 - ησ²)^d", domain: [0, 1] } },
    });
  });
  return chartGrid({
    title: "Early stopping of unrolled gradient descent",
    subtitle: "few steps pass the strong directions of B only; many pass everything",
    columns: 2,
    charts: [...errors, ...filters],
  });
}

/** R² of each pixel as a map: black 0 or below, white 1, pale blue where a pixel is constant. */
export async function recoveryPicture(
  { shape }: StudyRows,
  regression: readonly (number | null)[],
  results: ReadonlyMap<string, LinearResult>,
): Promise<Uint8Array> {
  const maps = [regression, ...recoveringArms.map(([, name]) => results.get(name)?.recovered ?? [])];
  return contactSheet({
    title: "R² of each pixel, given others",
    columnCaptions: ["all others, ridge", ...recoveringArms.map(([said]) => said)],
    rows: [maps.map((map) => ({ picture: mapPicture(map, shape) }))],
    cellSize: Math.max(shape[1], shape[2]) * Math.max(1, Math.round(160 / shape[1])),
    setFirstApart: true,
  });
}

function mapPicture(map: readonly (number | null)[], [, rows, columns]: StudyRows["shape"]): Picture {
  const area = rows * columns;
  const constant = [0.72, 0.82, 0.95];
  const data = Float32Array.from({ length: 3 * area }, (_, i) => {
    const value = map[i % area] ?? null;
    return value === null ? constant[Math.floor(i / area)]! : Math.max(0, value);
  });
  return { data, channels: 3, height: rows, width: columns };
}

/** Test pictures, with noise and without a part, and what some arms make of them. */
export async function drawnPicture(
  rows: StudyRows,
  { noisy, masked }: { readonly noisy: Float32Array; readonly masked: Float32Array },
  results: ReadonlyMap<string, LinearResult>,
): Promise<Uint8Array> {
  const made = (name: string, of: "denoised" | "filled") => results.get(name)?.drawn[of] ?? [];
  const columns: readonly (readonly [caption: string, bytes: readonly number[]])[] = [
    ["picture", bytesOf(rows.test, rows, drawnRows)],
    ["noisy", bytesOf(noisy, rows, drawnRows)],
    ["vanilla 1x", made("vanilla/two-matrices/1", "denoised")],
    ["denoising 1x", made("denoising/two-matrices/1", "denoised")],
    ["unrolled 2x", made("denoising/unrolled/2", "denoised")],
    ["masked", bytesOf(masked, rows, drawnRows)],
    ["two matrices", made("masked/two-matrices/1", "filled")],
    ["least squares", made("masked/least-squares/0.25", "filled")],
    ["unrolled 1x", made("masked/unrolled/1", "filled")],
  ];
  const [, high, wide] = rows.shape;
  const area = high * wide;
  const cell = (bytes: readonly number[], row: number): SheetCell => {
    const data = Uint8Array.from(bytes.slice(row * area, (row + 1) * area));
    return data.length < area ? null : { picture: { data, channels: 1, height: high, width: wide } };
  };
  return contactSheet({
    title: "What linear autoencoders make of noise and of masks",
    columnCaptions: columns.map(([caption]) => caption),
    rows: Array.from({ length: drawnRows }, (_, row) => columns.map(([, bytes]) => cell(bytes, row))),
    setFirstApart: true,
  });
}

/** Every arm's title with what was measured, in the order of the arms. */
export function finished(
  results: ReadonlyMap<string, LinearResult>,
): (readonly [arm: LinearArm, result: LinearResult])[] {
  return linearArms.flatMap((arm) => {
    const result = results.get(arm.name);
    return result === undefined ? [] : [[arm, result] as const];
  });
}
