import { DataError } from "../errors.js";
import { type ChartText, chartHeader } from "./plot-frame.js";
import { type Svg, svgDocument } from "./svg.js";

export interface ChartGrid extends Pick<ChartText, "title" | "subtitle"> {
  /** Charts of one size, row after row. */
  readonly charts: readonly Svg[];
  readonly columns: number;
}

/**
 * Several charts of one size as one SVG document, under a title of their own.
 * @throws DataError when there is no chart, or their sizes differ
 */
export function chartGrid({ charts, columns, ...heading }: ChartGrid): Svg {
  const sizes = charts.map(sizeOf);
  const [first] = sizes;
  if (first === undefined || sizes.some((size) => size.join() !== first.join())) {
    throw new DataError(
      `A grid takes one chart or more, all of one size; got ${sizes.map((size) => size.join("x")).join(", ") || "none"}.`,
    );
  }
  const [width, height] = first;
  const across = Math.min(columns, charts.length);
  const whole = across * width;
  const header = chartHeader({ ...heading, width: whole }, []);
  const placed = charts.map((chart, i) =>
    chart.replace(
      "<svg ",
      `<svg x="${(i % across) * width}" y="${header.bottom + Math.floor(i / across) * height}" `,
    ),
  );
  const rows = Math.ceil(charts.length / across);
  return svgDocument(whole, header.bottom + rows * height, heading.title, header.svg, ...placed);
}

function sizeOf(chart: Svg): [width: number, height: number] {
  const [, width, height] = /^<svg [^>]*\bwidth="([\d.]+)" height="([\d.]+)"/.exec(chart) ?? [];
  if (width === undefined) throw new DataError("A grid takes charts: expected an SVG document.");
  return [Number(width), Number(height)];
}
