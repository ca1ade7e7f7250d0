import { DataError } from "../errors.js";
import { path, runningMean, thin } from "./line-path.js";
import { marker } from "./marker.js";
import { seriesColor, seriesDash, seriesShape } from "./palette.js";
import {
  type ChartText,
  chartDocument,
  chartHeader,
  edge,
  leftOf,
  noData,
  type Plot,
  xAxis,
  yAxis,
} from "./plot-frame.js";
import { type Axis, makeScale } from "./scale.js";
import { element, type Svg, textWidth } from "./svg.js";

/** One line. `y` values that are not finite leave a gap. */
export interface LineSeries {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Standard deviation at each point: drawn as a band, mean ± sd. */
  readonly spread?: ArrayLike<number>;
  /** Also draw the running mean over this many neighbouring points, the line itself faint behind it. */
  readonly smooth?: number;
  /** For references, for example raw pixels. */
  readonly dashed?: boolean;
  /** Default: the palette's, by position. */
  readonly color?: string;
}

export interface LineChart extends ChartText {
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly LineSeries[];
}

/** More points than this on a line have no marks, and are thinned to two a pixel column. */
const mostMarks = 30;

const isMarked = ({ x }: LineSeries) => x.length <= mostMarks;

/**
 * Lines over a linear or logarithmic axis, with bands for mean ± sd, as an SVG document. With at
 * most 8 different x values on a logarithmic axis (label budgets), these are its ticks.
 *
 * @throws DataError when x, y and spread differ in length, or a logarithmic axis has values ≤ 0
 */
export function lineChart(chart: LineChart): Svg {
  for (const { name, x, y, spread } of chart.series) {
    if (x.length !== y.length || (spread !== undefined && spread.length !== y.length)) {
      throw new DataError(
        `Line ${name} has ${x.length} x values, ${y.length} y values${spread === undefined ? "" : ` and ${spread.length} spreads`}; give as many of each.`,
        { name },
      );
    }
  }
  const width = chart.width ?? 700;
  const height = chart.height ?? 420;
  const styles = chart.series.map((series, i) => ({
    color: series.color ?? seriesColor(i),
    shape: seriesShape(i),
    dash: series.dashed ? "6 4" : isMarked(series) ? undefined : seriesDash(i),
  }));
  const header = chartHeader(
    chart,
    chart.series.length < 2
      ? []
      : chart.series.map((series, i) => {
          const { color, shape, dash } = styles[i]!;
          const marked = isMarked(series);
          return {
            name: series.name,
            color,
            kind: "line",
            ...(marked ? { shape } : {}),
            ...(dash ? { dash } : {}),
          };
        }),
  );
  const top = header.bottom;
  const bottom = height - (chart.x.label === undefined && chart.x.unit === undefined ? 36 : 56);
  const y = makeScale(chart.y, yValues(chart.series, chart.y.scale === "log"), (bottom - top) / 48, true);
  const left = leftOf(y, chart.y);
  const x = makeScale(xAxisOf(chart), xValues(chart.series), (width - left) / 90, false);
  const last = x.ticks.at(-1);
  const right = width - Math.max(edge, last === undefined ? 0 : textWidth(last.label, 11) / 2 + 10);
  const plot: Plot = { left, top, right, bottom };

  const toX = (value: number) => left + x.at(value) * (right - left);
  const toY = (value: number) => bottom - y.at(value) * (bottom - top);
  const bands: Svg[] = [];
  const lines: Svg[] = [];
  for (const [i, series] of chart.series.entries()) {
    const { color, shape, dash } = styles[i]!;
    const lowest = y.domain[0];
    for (const run of finiteRuns(series, chart)) {
      const points = run.map((k) => [toX(series.x[k]!), toY(series.y[k]!)] as const);
      const { spread } = series;
      if (spread !== undefined) {
        const sd = (k: number) => (Number.isFinite(spread[k]) ? spread[k]! : 0);
        const upper = run.map((k) => [toX(series.x[k]!), toY(series.y[k]! + sd(k))] as const);
        const lower = run.map(
          (k) => [toX(series.x[k]!), toY(Math.max(lowest, series.y[k]! - sd(k)))] as const,
        );
        bands.push(
          element("path", {
            d: `${path([...upper, ...lower.reverse()])}Z`,
            fill: color,
            "fill-opacity": 0.16,
          }),
        );
      }
      const stroke = { fill: "none", stroke: color, "stroke-linejoin": "round", "stroke-linecap": "round" };
      const dense = run.length > 400;
      const window = series.smooth ?? 1;
      lines.push(
        element("path", {
          d: path(thin(points)),
          ...stroke,
          "stroke-width": dense || window > 1 ? 1.1 : 2,
          "stroke-dasharray": dash,
          "stroke-opacity": window > 1 ? 0.35 : undefined,
        }),
      );
      if (window > 1) {
        const means = runningMean(run, series.y, window);
        const smoothed = run.map((k, at) => [toX(series.x[k]!), toY(means[at]!)] as const);
        lines.push(element("path", { d: path(thin(smoothed)), ...stroke, "stroke-width": 2.2 }));
      }
      if (isMarked(series)) {
        for (const [px, py] of points)
          lines.push(marker(shape, px, py, 3.6, { fill: color, stroke: "#ffffff" }));
      }
    }
  }
  // Drawings on one page share their ids, so the id says what it clips.
  const clipId = `plot-${[left, top, right, bottom].map(Math.round).join("-")}`;
  // An axis whose limits were given cuts the data off instead of letting it run over the title.
  const clip = element(
    "clipPath",
    { id: clipId },
    element("rect", { x: left - 6, y: top - 6, width: right - left + 12, height: bottom - top + 12 }),
  );
  return chartDocument(
    chart,
    header.svg,
    element("defs", {}, clip),
    yAxis(plot, y, chart.y),
    xAxis(plot, x, chart.x),
    lines.length === 0 ? noData(plot) : element("g", { "clip-path": `url(#${clipId})` }, ...bands, ...lines),
  );
}

function xAxisOf({ x, series }: LineChart): Axis {
  if (x.scale !== "log" || x.ticks !== undefined) return x;
  const different = [...new Set(xValues(series))].filter(Number.isFinite).sort((a, b) => a - b);
  return different.length > 0 && different.length <= 8 ? { ...x, ticks: different } : x;
}

function* xValues(series: readonly LineSeries[]): Generator<number> {
  for (const { x } of series) for (let i = 0; i < x.length; i++) yield x[i]!;
}

function* yValues(series: readonly LineSeries[], positive: boolean): Generator<number> {
  for (const { y, spread } of series) {
    for (let i = 0; i < y.length; i++) {
      yield y[i]!;
      const sd = spread?.[i] ?? Number.NaN;
      yield y[i]! + sd;
      if (!positive || y[i]! > sd) yield y[i]! - sd;
    }
  }
}

/** Stretches of neighbouring points that can all be drawn. */
function finiteRuns({ x, y }: LineSeries, chart: LineChart): number[][] {
  const runs: number[][] = [];
  let open = false;
  for (let i = 0; i < y.length; i++) {
    const drawn = drawable(x[i]!, chart.x) && drawable(y[i]!, chart.y);
    if (drawn && open) runs.at(-1)?.push(i);
    else if (drawn) runs.push([i]);
    open = drawn;
  }
  return runs;
}

function drawable(value: number, { scale }: Axis): boolean {
  return Number.isFinite(value) && (scale !== "log" || value > 0);
}
