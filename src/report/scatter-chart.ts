import { DataError } from "../errors.js";
import { marker } from "./marker.js";
import { classShape, seriesColor } from "./palette.js";
import { type ChartText, chartDocument, chartHeader, edge, noData, type Plot } from "./plot-frame.js";
import { element, fitText, ink, type Svg, text, textWidth } from "./svg.js";

/** A map of embeddings: N points in two dimensions, coloured by class where labels are known. */
export interface ScatterChart extends ChartText {
  /** [N, 2] in C order, for example the first two principal components. */
  readonly points: ArrayLike<number>;
  readonly labels?: readonly string[] | null;
  /** Names of the two directions, for example `PC 1 (31 %)`. A map has no scale: only directions. */
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Points drawn at most, evenly taken from all; the subtitle says so. Default 5000. */
  readonly limit?: number;
}

/** Classes with a name in the legend; those after are drawn in grey as "other". */
const mostClasses = 20;

/**
 * Points on equal axes with the classes' legend at the right, as an SVG document. Points are drawn
 * in the order given, so that no class covers the others. Default 700 by 560 px.
 *
 * @throws DataError when there are not two numbers a point or not one label a point
 */
export function scatterChart(chart: ScatterChart): Svg {
  const { points, labels, limit = 5000 } = chart;
  const count = points.length / 2;
  if (!Number.isInteger(count) || (labels != null && labels.length !== count)) {
    throw new DataError(
      `Expected two numbers and one label for each point, found ${points.length} numbers${labels == null ? "" : ` and ${labels.length} labels`}.`,
      { numbers: points.length, labels: labels?.length },
    );
  }
  const taken = Math.min(count, Math.max(1, Math.floor(limit)));
  const drawn: number[] = [];
  for (let k = 0; k < taken; k++) {
    const i = Math.floor((k * count) / taken);
    if (Number.isFinite(points[2 * i]) && Number.isFinite(points[2 * i + 1])) drawn.push(i);
  }
  const note = `${drawn.length.toLocaleString("en-US")} of ${count.toLocaleString("en-US")} points`;
  const subtitle =
    drawn.length === count ? chart.subtitle : [chart.subtitle, note].filter(Boolean).join(" · ");
  const sized = { ...chart, width: chart.width ?? 700, height: chart.height ?? 560 };
  const header = chartHeader({ ...sized, ...(subtitle === undefined ? {} : { subtitle }) }, []);

  const classes = labels == null ? [] : classNames(labels);
  const named = classes.slice(0, mostClasses);
  const nameRoom = Math.min(150, Math.max(0, ...named.map((name) => textWidth(name, 12))));
  const legendWidth = named.length === 0 ? 0 : nameRoom + 42;
  const plot: Plot = {
    left: edge + (chart.yLabel === undefined ? 0 : 22),
    top: header.bottom,
    right: sized.width - edge - legendWidth,
    bottom: sized.height - edge - (chart.xLabel === undefined ? 0 : 22),
  };
  const place = equalAxes(points, drawn, plot);
  const order = new Map(named.map((name, i) => [name, i]));
  const radius = drawn.length > 2000 ? 2 : drawn.length > 400 ? 2.8 : 4;
  const marks = drawn.map((i) => {
    const index = labels == null ? 0 : order.get(labels[i]!);
    const paint = { fill: index === undefined ? other : seriesColor(index) };
    return marker(classShape(index ?? 0), ...place(i), radius, paint);
  });
  return chartDocument(
    sized,
    header.svg,
    element("rect", {
      x: Math.round(plot.left) + 0.5,
      y: Math.round(plot.top) + 0.5,
      width: Math.round(plot.right - plot.left),
      height: Math.round(plot.bottom - plot.top),
      fill: "none",
      stroke: "#d0d0d0",
    }),
    marks.length === 0 ? noData(plot) : element("g", { "fill-opacity": 0.72 }, ...marks),
    legend(classes, plot, nameRoom),
    directions(chart, plot),
  );
}

const other = "#bdbdbd";

/** Numbers by size, other names by code unit: the same colours on every machine. */
function classNames(labels: readonly string[]): string[] {
  const numeric = (name: string) => name.trim() !== "" && Number.isFinite(Number(name));
  return [...new Set(labels)].sort((a, b) =>
    numeric(a) && numeric(b) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0,
  );
}

/** One scale for both directions, centred: distances on a map must mean the same both ways. */
function equalAxes(
  points: ArrayLike<number>,
  drawn: readonly number[],
  plot: Plot,
): (i: number) => [number, number] {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const i of drawn) {
    for (const axis of [0, 1]) {
      low[axis] = Math.min(low[axis]!, points[2 * i + axis]!);
      high[axis] = Math.max(high[axis]!, points[2 * i + axis]!);
    }
  }
  const room = 12;
  const unit = Math.min(
    (plot.right - plot.left - 2 * room) / (high[0]! - low[0]! || 1),
    (plot.bottom - plot.top - 2 * room) / (high[1]! - low[1]! || 1),
  );
  const middle = [(low[0]! + high[0]!) / 2, (low[1]! + high[1]!) / 2];
  return (i) => [
    (plot.left + plot.right) / 2 + (points[2 * i]! - middle[0]!) * unit,
    (plot.top + plot.bottom) / 2 - (points[2 * i + 1]! - middle[1]!) * unit,
  ];
}

function legend(classes: readonly string[], plot: Plot, room: number): Svg {
  const shown = classes.slice(0, mostClasses);
  const row = Math.min(20, (plot.bottom - plot.top) / (shown.length + 1));
  const parts = shown.map((name, i) => {
    const y = plot.top + 8 + i * row;
    const label = fitText(name === "" ? "(none)" : name, 12, room);
    return (
      marker(classShape(i), plot.right + 22, y, 4.6, { fill: seriesColor(i) }) +
      text(plot.right + 34, y + 4, label)
    );
  });
  if (classes.length > shown.length) {
    const y = plot.top + 8 + shown.length * row;
    parts.push(
      marker("circle", plot.right + 22, y, 4.6, { fill: other }),
      text(plot.right + 34, y + 4, `${classes.length - shown.length} more`),
    );
  }
  return parts.join("");
}

function directions({ xLabel, yLabel }: ScatterChart, plot: Plot): Svg {
  const parts: Svg[] = [];
  const style = { anchor: "middle", fill: ink.text } as const;
  if (xLabel !== undefined) parts.push(text((plot.left + plot.right) / 2, plot.bottom + 20, xLabel, style));
  if (yLabel !== undefined)
    parts.push(text(edge + 10, (plot.top + plot.bottom) / 2, yLabel, { ...style, rotate: -90 }));
  return parts.join("");
}
