import { round } from "./svg.js";

/** x and y in px. */
export type Point = readonly [number, number];

/** Mean of the `window` points about each, fewer at the ends. */
export function runningMean(run: readonly number[], y: ArrayLike<number>, window: number): number[] {
  const sums = [0];
  for (const k of run) sums.push(sums.at(-1)! + y[k]!);
  const half = Math.floor(window / 2);
  return run.map((_, at) => {
    const begin = Math.max(0, at - half);
    const end = Math.min(run.length, at + half + 1);
    return (sums[end]! - sums[begin]!) / (end - begin);
  });
}

/** Of the points that share a pixel column keep first, lowest, highest and last: it looks the same. */
export function thin(points: readonly Point[]): readonly Point[] {
  if (points.length < 2000) return points;
  const kept: Point[] = [];
  for (let begin = 0; begin < points.length; ) {
    const column = Math.floor(points[begin]![0]);
    let end = begin;
    let low = begin;
    let high = begin;
    for (; end < points.length && Math.floor(points[end]![0]) === column; end++) {
      if (points[end]![1] < points[low]![1]) low = end;
      if (points[end]![1] > points[high]![1]) high = end;
    }
    for (const i of [...new Set([begin, low, high, end - 1])].sort((a, b) => a - b)) kept.push(points[i]!);
    begin = end;
  }
  return kept;
}

/** SVG path data through the points. */
export function path(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join("L")}`;
}
