import type { MarkerShape } from "./palette.js";
import { element, round, type Svg } from "./svg.js";

/** A point's mark of about the same area in every shape; `radius` is that of the circle, in px. */
export function marker(
  shape: MarkerShape,
  x: number,
  y: number,
  radius: number,
  paint: Readonly<Record<string, string | number>> = {},
): Svg {
  if (shape === "circle") return element("circle", { cx: x, cy: y, r: radius, ...paint });
  if (shape === "square") {
    const half = radius * 0.89;
    return element("rect", { x: x - half, y: y - half, width: 2 * half, height: 2 * half, ...paint });
  }
  const points =
    shape === "triangle"
      ? corners(x, y, [0, -1.35], [1.2, 0.8], [-1.2, 0.8], radius)
      : corners(x, y, [0, -1.3], [1.2, 0], [0, 1.3], radius, [-1.2, 0]);
  return element("path", { d: `M${points.join("L")}Z`, ...paint });
}

type Offset = readonly [number, number];

function corners(
  x: number,
  y: number,
  a: Offset,
  b: Offset,
  c: Offset,
  radius: number,
  d?: Offset,
): string[] {
  const offsets = d === undefined ? [a, b, c] : [a, b, c, d];
  return offsets.map(([dx, dy]) => `${round(x + dx * radius)} ${round(y + dy * radius)}`);
}
