import { marker } from "./marker.js";
import { palette } from "./palette.js";
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
import { element, ink, type Svg, text, textWidth } from "./svg.js";

/** Things with two numbers each, named where they stand. */
export interface PointChart extends ChartText {
  readonly x: Axis;
  readonly y: Axis;
  /** Points whose numbers are not finite are left out. */
  readonly points: readonly {
    readonly name: string;
    readonly x: number;
    readonly y: number;
    /** Standard deviation of y: drawn as a whisker. */
    readonly spread?: number;
  }[];
  /** Levels to compare with, dashed across the chart. */
  readonly lines?: readonly { readonly name: string; readonly y: number }[];
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Named points over two axes as an SVG document. A name stands beside its point where it covers no other; where there is
 * no such place it is moved up or down and tied to its point by a line. Default 760 by 520 px.
 *
 * @throws DataError when a logarithmic axis has values of 0 or less
 */
export function pointChart(chart: PointChart): Svg {
  const sized = { ...chart, width: chart.width ?? 760, height: chart.height ?? 520 };
  const { width, height, lines = [] } = sized;
  const points = chart.points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const header = chartHeader(sized, []);
  const [top, bottom] = [header.bottom, height - 56];
  const ends = [
    ...points.flatMap(({ y, spread = 0 }) => [y - spread, y + spread]),
    ...lines.map(({ y }) => y),
  ];
  const y = makeScale(chart.y, ends, (bottom - top) / 48, true);
  const left = leftOf(y, chart.y);
  const plot: Plot = { left, top, right: width - edge, bottom };
  const x = makeScale(
    {
      domain: widened(
        points.map((point) => point.x),
        chart.x.scale === "log",
      ),
      ...chart.x,
    },
    [],
    (plot.right - left) / 90,
    false,
  );
  const toX = (value: number) => left + x.at(value) * (plot.right - left);
  const toY = (value: number) => bottom - y.at(value) * (bottom - top);
  const levels = lines.map(({ name, y: level }) => {
    const at = toY(level);
    const d = `M${Math.round(left)} ${Math.round(at) + 0.5}H${Math.round(plot.right)}`;
    return (
      element("path", { d, stroke: ink.axis, "stroke-dasharray": "6 4" }) +
      text(plot.right - 4, at - 4, name, { size: 10.5, anchor: "end", fill: ink.faint, halo: true })
    );
  });
  const taken: Box[] = points.map((point) => around(toX(point.x), toY(point.y), 5, 5));
  const marks: Svg[] = [];
  const names: Svg[] = [];
  for (const point of points) {
    const [px, py] = [toX(point.x), toY(point.y)];
    const sd = point.spread ?? 0;
    if (sd > 0)
      marks.push(
        element("path", {
          d: `M${px.toFixed(1)} ${toY(point.y - sd).toFixed(1)}V${toY(point.y + sd).toFixed(1)}`,
          stroke: palette[0],
          "stroke-opacity": 0.5,
          "stroke-width": 1.5,
        }),
      );
    marks.push(marker("circle", px, py, 4, { fill: palette[0] }));
    const place = freePlace(px, py, textWidth(point.name, 10.5), plot, taken);
    taken.push(place.box);
    if (place.tied)
      marks.push(
        element("path", {
          d: `M${px.toFixed(1)} ${py.toFixed(1)}L${place.x.toFixed(1)} ${(place.y - 4).toFixed(1)}`,
          stroke: ink.grid,
        }),
      );
    names.push(text(place.x, place.y, point.name, { size: 10.5, anchor: place.anchor, halo: true }));
  }
  return chartDocument(
    sized,
    header.svg,
    yAxis(plot, y, chart.y),
    xAxis(plot, x, chart.x),
    ...levels,
    points.length === 0 ? noData(plot) : [...marks, ...names].join(""),
  );
}

/** A little more than the data, so that names have room. */
function widened(values: readonly number[], log: boolean): [number, number] {
  if (values.length === 0) return log ? [0.5, 2] : [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (log) return [Math.min(low / 1.25, 0.8 * high), Math.max(high * 1.25, 1.25 * low)];
  const room = (high - low || Math.abs(high) || 1) * 0.1;
  return [low - room, high + room];
}

const around = (x: number, y: number, halfWidth: number, halfHeight: number): Box => ({
  left: x - halfWidth,
  right: x + halfWidth,
  top: y - halfHeight,
  bottom: y + halfHeight,
});

/** Right, left, then further and further up and down. */
function freePlace(x: number, y: number, width: number, plot: Plot, taken: readonly Box[]) {
  const places = Array.from({ length: 25 }, (_, i) => (i % 2 === 0 ? -1 : 1) * Math.ceil(i / 2) * 7).flatMap(
    (shift) => [
      { x: x + 8, y: y + 4 + shift, anchor: "start" as const, tied: Math.abs(shift) > 8 },
      { x: x - 8, y: y + 4 + shift, anchor: "end" as const, tied: Math.abs(shift) > 8 },
    ],
  );
  const boxed = places.map((place) => {
    const start = place.anchor === "start" ? place.x : place.x - width;
    return { ...place, box: { left: start, right: start + width, top: place.y - 9, bottom: place.y + 2 } };
  });
  const fits = boxed.find(
    ({ box }) =>
      box.left >= plot.left &&
      box.right <= plot.right &&
      box.top >= plot.top - 4 &&
      box.bottom <= plot.bottom &&
      taken.every(
        (other) =>
          box.right < other.left ||
          box.left > other.right ||
          box.bottom < other.top ||
          box.top > other.bottom,
      ),
  );
  return fits ?? boxed[0]!;
}
