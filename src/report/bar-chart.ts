import { DataError } from "../errors.js";
import { barNames, tiltedRow } from "./bar-names.js";
import { type Hatching, hatch } from "./hatch.js";
import { seriesColor, seriesHatching } from "./palette.js";
import {
  type ChartText,
  chartDocument,
  chartHeader,
  edge,
  type LegendEntry,
  leftOf,
  noData,
  type Plot,
  xName,
  yAxis,
} from "./plot-frame.js";
import { type Axis, makeScale } from "./scale.js";
import { element, ground, ink, type Svg, text, textWidth } from "./svg.js";

/** Bars of one colour, one for each group. Values that are not finite have no bar. */
export interface BarSeries {
  readonly name: string;
  readonly values: readonly number[];
  /** Standard deviation of each value: drawn as a whisker, mean ± sd. */
  readonly spread?: readonly number[];
  readonly color?: string;
}

export interface BarChart extends ChartText {
  /** Names under the bars. */
  readonly groups: readonly string[];
  /**
   * What the bars of each group stand for, such as the method and what it is compared with: bars of one kind look alike,
   * and the legend says what they are. For one series, whose bars have its look otherwise.
   */
  readonly kinds?: readonly string[];
  readonly series: readonly BarSeries[];
  readonly x?: Pick<Axis, "label" | "unit">;
  readonly y: Pick<Axis, "label" | "unit" | "domain" | "ticks">;
  /** Decimals of the numbers over the bars. Default 1; the numbers are left out where there is no room. */
  readonly digits?: number;
}

/**
 * Groups of bars from a zero line, with whiskers for mean ± sd, as an SVG document. Bars of different looks differ in
 * colour and in hatching.
 *
 * @throws DataError when a series has not one value (and spread) for each group, or there are kinds of several series
 */
export function barChart(chart: BarChart): Svg {
  const { groups, series, digits = 1 } = chart;
  for (const { name, values, spread = values } of series) {
    if (values.length !== groups.length || spread.length !== groups.length) {
      throw new DataError(
        `Bars ${name} have ${values.length} values and ${spread.length} spreads for ${groups.length} groups; give one for each group.`,
        { name },
      );
    }
  }
  const width = chart.width ?? 700;
  const height = chart.height ?? 420;
  const looks = looksOf(chart);
  const header = chartHeader(chart, looks.entries);
  const named = chart.x?.label !== undefined || chart.x?.unit !== undefined;
  const scale = (bottom: number) => makeScale(chart.y, ends(series), (bottom - header.bottom) / 48, true);
  // The group names' height depends on the plot's width, and that on the tick labels: two passes.
  const usual = leftOf(scale(height - 60), chart.y);
  const { names, tilted, left, nameRoom } = barNames(groups, usual, width - edge);
  const slot = (width - edge - left) / Math.max(1, groups.length);
  const plot: Plot = {
    left,
    top: header.bottom + 10,
    right: width - edge,
    bottom: height - 14 - nameRoom - (named ? 24 : 0),
  };
  const y = scale(plot.bottom);
  const toY = (value: number) =>
    plot.bottom - Math.min(1, Math.max(0, y.at(value))) * (plot.bottom - plot.top);
  const zero = toY(0);

  const gap = Math.min(24, slot * 0.24);
  const bar = Math.min(64, (slot - gap) / Math.max(1, series.length));
  const numbers = series.flatMap(({ values }) =>
    values.filter(Number.isFinite).map((value) => value.toFixed(digits)),
  );
  const numbersFit = numbers.every((number) => textWidth(number, 10) <= bar + 2);
  const parts: Svg[] = [];
  for (const [g, lines] of names.entries()) {
    const middle = left + (g + 0.5) * slot;
    for (const [row, line] of lines.entries()) {
      if (tilted) {
        const at = middle + 5 + row * tiltedRow.across;
        parts.push(
          text(at, plot.bottom + 15 + row * tiltedRow.down, line, { size: 11.5, anchor: "end", rotate: -35 }),
        );
      } else parts.push(text(middle, plot.bottom + 17 + row * 15, line, { size: 11.5, anchor: "middle" }));
    }
    // Bars that a group lacks leave no hole: those it has stand side by side in its middle.
    const present = [...series.entries()].filter(([, { values }]) => Number.isFinite(values[g]));
    for (const [place, [s, { values, spread }]] of present.entries()) {
      const value = values[g]!;
      const x = middle + (place - present.length / 2) * bar;
      const end = toY(value);
      const inset = Math.min(1, bar * 0.1);
      const { color, hatching } = looks.of(s, g);
      const box = {
        x: x + inset,
        y: Math.min(zero, end),
        width: bar - 2 * inset,
        height: Math.abs(end - zero),
      };
      parts.push(element("rect", { ...box, fill: color }), hatch(hatching, [box], ground));
      const sd = spread?.[g] ?? 0;
      if (sd > 0) parts.push(whisker(x + bar / 2, toY(value - sd), toY(value + sd), Math.min(6, bar / 4)));
      if (numbersFit) {
        const over =
          value < 0 ? toY(value - Math.max(0, sd || 0)) + 13 : toY(value + Math.max(0, sd || 0)) - 5;
        parts.push(
          text(x + bar / 2, over, value.toFixed(digits).replace("-", "−"), {
            size: 10,
            anchor: "middle",
            halo: true,
          }),
        );
      }
    }
  }
  const base = element("path", {
    d: `M${Math.round(left)} ${Math.round(zero) + 0.5}H${Math.round(plot.right)}`,
    stroke: ink.axis,
  });
  return chartDocument(
    chart,
    header.svg,
    yAxis(plot, y, chart.y),
    groups.length === 0 || series.length === 0 ? noData(plot) : parts.join(""),
    base,
    named ? xName(plot, chart.x ?? {}, plot.bottom + nameRoom + 27) : "",
  );
}

interface Looks {
  /** Of the legend; none where all bars look alike. */
  readonly entries: readonly LegendEntry[];
  of(series: number, group: number): { readonly color: string; readonly hatching: Hatching };
}

/** Bars look as their series, or where there are kinds as their kind. */
function looksOf({ groups, kinds, series }: BarChart): Looks {
  if (kinds !== undefined && (kinds.length !== groups.length || series.length > 1))
    throw new DataError(
      `The bars have ${kinds.length} kinds for ${groups.length} groups and ${series.length} series; give one for each group of one series.`,
    );
  const names = kinds === undefined ? series.map(({ name }) => name) : [...new Set(kinds)];
  const look = (i: number) => ({
    color: (kinds === undefined ? series[i]?.color : undefined) ?? seriesColor(i),
    hatching: seriesHatching(i),
  });
  return {
    entries: names.length < 2 ? [] : names.map((name, i) => ({ name, kind: "area", ...look(i) })),
    of: (s, g) => look(kinds === undefined ? s : names.indexOf(kinds[g]!)),
  };
}

/** The zero line, and both ends of each whisker. */
function* ends(series: readonly BarSeries[]): Generator<number> {
  yield 0;
  for (const { values, spread } of series) {
    for (const [i, value] of values.entries()) {
      const sd = spread?.[i] ?? 0;
      yield value;
      if (value >= 0) yield value + sd;
      else yield value - sd;
    }
  }
}

function whisker(x: number, low: number, high: number, half: number): Svg {
  const d = `M${x} ${low}V${high}M${x - half} ${high}h${2 * half}M${x - half} ${low}h${2 * half}`;
  const rounded = d.replace(/\d+\.\d+/g, (number) => String(Math.round(Number(number) * 100) / 100));
  return element("path", { d: rounded, stroke: "#262626", "stroke-width": 1.3, fill: "none" });
}
