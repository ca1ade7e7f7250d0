import { hatch } from "./hatch.js";
import { seriesColor, seriesHatching } from "./palette.js";
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

/** Values of one kind. Those that are not finite are left out. */
export interface HistogramSeries {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly color?: string;
}

export interface Histogram extends ChartText {
  readonly x: Pick<Axis, "label" | "unit" | "domain">;
  /** What is counted, such as pairs. */
  readonly counted?: string;
  readonly series: readonly HistogramSeries[];
  /** Bars across the axis. Default 48. */
  readonly bins?: number;
}

/**
 * Histograms of several kinds over one axis, translucent and hatched, each with a dashed line at its mean, as an SVG
 * document. The height of a bar is the share of its own kind, in percent. Values outside a given domain count in the bar at its end.
 */
export function histogram(chart: Histogram): Svg {
  const { series, bins = 48 } = chart;
  const width = chart.width ?? 700;
  const height = chart.height ?? 420;
  const colors = series.map(({ color }, i) => color ?? seriesColor(i));
  const header = chartHeader(
    chart,
    series.map(({ name }, i) => ({ name, color: colors[i]!, kind: "area", hatching: seriesHatching(i) })),
  );
  const values = series.map((one) => Array.from(one.values).filter(Number.isFinite));
  const [low, high] = makeScale(chart.x, values.flat(), width / 90, false).domain;
  const shares = values.map((all) => countShares(all, low, high, bins));
  const bottom = height - (chart.x.label === undefined && chart.x.unit === undefined ? 36 : 56);
  const yName = { label: chart.counted === undefined ? "share" : `share of ${chart.counted}`, unit: "%" };
  const y = makeScale(yName, [0, ...shares.flat()], (bottom - header.bottom) / 48, true);
  const left = leftOf(y, yName);
  const x = makeScale({ ...chart.x, domain: [low, high] }, [], (width - left) / 90, false);
  const last = x.ticks.at(-1);
  const right = width - Math.max(edge, last === undefined ? 0 : textWidth(last.label, 11) / 2 + 10);
  const plot: Plot = { left, top: header.bottom, right, bottom };
  const toX = (value: number) => left + Math.min(1, Math.max(0, x.at(value))) * (right - left);
  const toY = (share: number) => bottom - y.at(share) * (bottom - plot.top);

  const areas: Svg[] = [];
  const means: Svg[] = [];
  for (const [i, all] of values.entries()) {
    if (all.length === 0) continue;
    const outline = shares[i]!.map((share, bin) => {
      const from = left + (bin / bins) * (right - left);
      return `V${px(toY(share))}H${px(from + (right - left) / bins)}`;
    });
    const d = `M${px(left)} ${px(bottom)}${outline.join("")}V${px(bottom)}Z`;
    areas.push(element("path", { d, fill: colors[i]!, "fill-opacity": 0.35 }));
    const boxes = shares[i]!.map((share, bin) => {
      const x = left + (bin / bins) * (right - left);
      return { x, y: toY(share), width: (right - left) / bins, height: bottom - toY(share) };
    });
    areas.push(hatch(seriesHatching(i), boxes, colors[i]!));
    areas.push(element("path", { d, fill: "none", stroke: colors[i]!, "stroke-width": 1.2 }));
    const mean = toX(all.reduce((sum, value) => sum + value / all.length, 0));
    const line = `M${px(mean)} ${px(plot.top)}V${px(bottom)}`;
    means.push(
      element("path", { d: line, stroke: colors[i]!, "stroke-width": 1.6, "stroke-dasharray": "5 4" }),
    );
  }
  return chartDocument(
    chart,
    header.svg,
    yAxis(plot, y, yName),
    areas.length === 0 ? noData(plot) : [...areas, ...means].join(""),
    xAxis(plot, x, chart.x),
  );
}

/** Percent of the values in each of `bins` equal parts of low..high. */
function countShares(values: readonly number[], low: number, high: number, bins: number): number[] {
  const shares = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(((value - low) / (high - low)) * bins);
    shares[Math.min(bins - 1, Math.max(0, bin))]! += 100 / values.length;
  }
  return shares;
}

const px = (value: number): string => String(Math.round(value * 100) / 100);
