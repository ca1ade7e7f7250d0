import { type Hatching, hatch } from "./hatch.js";
import { marker } from "./marker.js";
import type { MarkerShape } from "./palette.js";
import type { Axis, Scale } from "./scale.js";
import { element, fitText, ground, ink, type Svg, svgDocument, text, textWidth, wrapText } from "./svg.js";

/** What every chart says about itself. */
export interface ChartText {
  readonly title: string;
  /** A second line: what was measured, on what, how many seeds. */
  readonly subtitle?: string;
  /** Size of the drawing in px. Default 700 by 420. */
  readonly width?: number;
  readonly height?: number;
}

export interface LegendEntry {
  readonly name: string;
  readonly color: string;
  /** `line` has a stroke through its mark, `area` is a filled square. */
  readonly kind: "line" | "area";
  readonly shape?: MarkerShape;
  readonly dash?: string;
  /** Of an area. */
  readonly hatching?: Hatching;
}

/** The rectangle of the data, in px. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Everything above the data: title, subtitle and legend rows. `bottom` is where the data may begin. */
export function chartHeader(chart: ChartText, entries: readonly LegendEntry[]): { svg: Svg; bottom: number } {
  const width = chart.width ?? 700;
  const room = width - 2 * edge;
  const parts = [
    text(edge, 30, fitText(chart.title, 16, room, true), { size: 16, fill: ink.title, bold: true }),
  ];
  let y = 30;
  if (chart.subtitle !== undefined) {
    for (const [row, line] of wrapText(chart.subtitle, 12, room, 2).entries()) {
      y += row === 0 ? 19 : 16;
      parts.push(text(edge, y, line, { fill: ink.faint }));
    }
  }
  y += 12;
  let x = edge;
  let rowOpen = false;
  for (const entry of entries) {
    const name = fitText(entry.name, 12, room - keyWidth);
    const size = keyWidth + textWidth(name, 12) + 14;
    if (!rowOpen || x + size - 14 > width - edge) {
      x = edge;
      y += rowOpen ? 19 : 14;
      rowOpen = true;
    }
    parts.push(legendKey(entry, x, y - 4), text(x + keyWidth, y, name));
    x += size;
  }
  return { svg: parts.join(""), bottom: y + 16 };
}

/** px kept free at the sides of a drawing. */
export const edge = 20;
const keyWidth = 30;

/** The small picture beside a legend's name; `y` is its middle. */
export function legendKey(entry: LegendEntry, x: number, y: number): Svg {
  if (entry.kind === "area") {
    const box = { x: x + 4, y: y - 7, width: 20, height: 14 };
    return element("rect", { ...box, fill: entry.color }) + hatch(entry.hatching ?? "plain", [box], ground);
  }
  const line = element("path", {
    d: `M${x} ${y}h23`,
    stroke: entry.color,
    "stroke-width": 2,
    "stroke-dasharray": entry.dash,
    fill: "none",
  });
  const mark = entry.shape === undefined ? "" : marker(entry.shape, x + 11.5, y, 3.6, { fill: entry.color });
  return line + mark;
}

/** Left edge of the data: room for the y axis's tick labels and its name. */
export function leftOf(y: Scale, axis: Axis): number {
  const widest = Math.max(0, ...y.ticks.map((tick) => textWidth(tick.label, 11)));
  return edge + widest + 8 + (axisName(axis) === undefined ? 0 : 20);
}

/** Grid lines, tick labels and name of the y axis. */
export function yAxis(plot: Plot, scale: Scale, axis: Axis): Svg {
  const parts: Svg[] = [];
  for (const { value, label } of scale.ticks) {
    const y = plot.bottom - scale.at(value) * (plot.bottom - plot.top);
    parts.push(element("path", { d: `M${px(plot.left)} ${px(y)}H${px(plot.right)}`, stroke: ink.grid }));
    parts.push(text(plot.left - 8, y + 4, label, { size: 11, anchor: "end" }));
  }
  const name = axisName(axis);
  if (name !== undefined) {
    const middle = (plot.top + plot.bottom) / 2;
    const fitted = fitText(name, 12, plot.bottom - plot.top + 40);
    parts.push(text(edge + 8, middle, fitted, { anchor: "middle", rotate: -90 }));
  }
  return parts.join("");
}

/** Base line, ticks and name of the x axis. Labels that would touch their neighbour are left out. */
export function xAxis(plot: Plot, scale: Scale, axis: Axis): Svg {
  const parts = [
    element("path", { d: `M${px(plot.left)} ${px(plot.bottom)}H${px(plot.right)}`, stroke: ink.axis }),
  ];
  let free = Number.NEGATIVE_INFINITY;
  for (const { value, label } of scale.ticks) {
    const x = plot.left + scale.at(value) * (plot.right - plot.left);
    const half = textWidth(label, 11) / 2;
    parts.push(element("path", { d: `M${px(x)} ${px(plot.bottom)}v5`, stroke: ink.axis }));
    if (x - half < free) continue;
    parts.push(text(x, plot.bottom + 18, label, { size: 11, anchor: "middle" }));
    free = x + half + 8;
  }
  parts.push(xName(plot, axis, plot.bottom + 39));
  return parts.join("");
}

/** The x axis's name, centred under the data. */
export function xName(plot: Plot, axis: Axis, y: number): Svg {
  const name = axisName(axis);
  if (name === undefined) return "";
  return text((plot.left + plot.right) / 2, y, fitText(name, 12, plot.right - plot.left), {
    anchor: "middle",
  });
}

/** Put in the middle of a chart without data. */
export function noData(plot: Plot): Svg {
  return text((plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2, "no data yet", {
    anchor: "middle",
    fill: ink.faint,
  });
}

/** The finished drawing. */
export function chartDocument(chart: ChartText, ...children: readonly Svg[]): Svg {
  return svgDocument(chart.width ?? 700, chart.height ?? 420, chart.title, ...children);
}

function axisName({ label, unit }: Axis): string | undefined {
  if (label === undefined) return unit;
  return unit === undefined ? label : `${label} (${unit})`;
}

/** Half pixels, so that lines of 1 px are crisp. */
function px(value: number): number {
  return Math.round(value) + 0.5;
}
