import { element, round, type Svg } from "./svg.js";

/** How an area is hatched, so that it differs from others without its colour too. */
export type Hatching = "plain" | "rising" | "level" | "falling" | "crossed" | "upright";

/** A rectangle in px. */
export interface HatchBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const step = 6;

/**
 * Hatching over rectangles: lines of their own, cut at each one's sides, rather than an SVG pattern, which renderers other
 * than browsers leave out or draw as black. Lines of neighbours meet.
 */
export function hatch(kind: Hatching, boxes: readonly HatchBox[], stroke: string): Svg {
  const lines = boxes.flatMap((box) => linesOf[kind](box));
  if (lines.length === 0) return "";
  return element("path", { d: lines.join(""), stroke, "stroke-width": 1.2, fill: "none" });
}

const linesOf: Readonly<Record<Hatching, (box: HatchBox) => string[]>> = {
  plain: () => [],
  rising,
  falling,
  crossed: (box) => [...rising(box), ...falling(box)],
  level: ({ x, y, width, height }) =>
    multiples(y, y + height).map((at) => `M${round(x)} ${round(at)}H${round(x + width)}`),
  upright: ({ x, y, width, height }) =>
    multiples(x, x + width).map((at) => `M${round(at)} ${round(y)}V${round(y + height)}`),
};

/** x + y is the same along a line. */
function rising({ x, y, width, height }: HatchBox): string[] {
  const [right, bottom] = [x + width, y + height];
  return multiples(x + y, right + bottom).map((sum) => {
    const [fromX, toX] = [Math.max(x, sum - bottom), Math.min(right, sum - y)];
    return `M${round(fromX)} ${round(sum - fromX)}L${round(toX)} ${round(sum - toX)}`;
  });
}

/** y - x is the same along a line. */
function falling({ x, y, width, height }: HatchBox): string[] {
  const [right, bottom] = [x + width, y + height];
  return multiples(y - right, bottom - x).map((difference) => {
    const [fromX, toX] = [Math.max(x, y - difference), Math.min(right, bottom - difference)];
    return `M${round(fromX)} ${round(fromX + difference)}L${round(toX)} ${round(toX + difference)}`;
  });
}

/** Multiples of the step strictly between. */
function multiples(low: number, high: number): number[] {
  const found: number[] = [];
  for (let at = (Math.floor(low / step) + 1) * step; at < high; at += step) found.push(at);
  return found;
}
