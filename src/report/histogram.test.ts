import { expect, test } from "vitest";
import { DataError } from "../errors.js";
import { expectDrawable, greys, texts } from "./chart.suite.js";
import { chartGrid } from "./chart-grid.js";
import { histogram } from "./histogram.js";
import { lineChart } from "./line-chart.js";

const series = (a: number[], b: number[]) => [
  { name: "compatible", values: a },
  { name: "incompatible", values: b },
];

/** Heights of the steps of an outline. */
function heights(svg: string, color: string): number[] {
  const d = new RegExp(`<path d="M[\\d.]+ ([\\d.]+)(V[^"]*)Z" fill="none" stroke="${color}"`).exec(svg)!;
  return [...d[2]!.matchAll(/V([\d.]+)H/g)].map(([, y]) => Number(d[1]) - Number(y));
}

test("bars are shares of their own kind; means are marked; what lies outside counts at the end", async () => {
  const svg = histogram({
    title: "t",
    x: { label: "energy", domain: [0, 4] },
    series: series([0.5, 0.5, 1.5, 9], [2.5, 2.5]),
    bins: 4,
  });
  await expectDrawable(svg, 700, 420);
  const [low, high] = [heights(svg, "#0072b2"), heights(svg, "#d55e00")];
  expect(low[0]! / low[1]!).toBeCloseTo(2, 2);
  expect(low[2]!).toBe(0);
  expect(low[3]!).toBeCloseTo(low[1]!, 1);
  expect(high[2]! / low[0]!).toBeCloseTo(2, 2);
  expect(svg.match(/stroke-dasharray="5 4"/g)).toHaveLength(2);
  expect(texts(svg)).toEqual(expect.arrayContaining(["compatible", "incompatible", "energy"]));
});

test("equal values, values that are not finite and none at all are drawn", async () => {
  for (const values of [[-1, -1], [Number.NaN, 2], []])
    await expectDrawable(histogram({ title: "t", x: {}, series: series(values, values) }), 700, 420);
});

test("a grid places charts of one size in rows under one title", async () => {
  const chart = (title: string, width = 300) =>
    lineChart({ title, width, height: 200, x: {}, y: {}, series: [{ name: "a", x: [1, 2], y: [1, 2] }] });
  const svg = chartGrid({
    title: "All",
    subtitle: "three",
    columns: 2,
    charts: ["a", "b", "c"].map((t) => chart(t)),
  });
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
  await expectDrawable(svg, width!, height!);
  expect(width).toBe(600);
  expect(svg.match(/<svg x="300" y="\d+"/g)).toHaveLength(1);
  expect(texts(svg)).toEqual(expect.arrayContaining(["All", "three", "a", "b", "c"]));
  expect(() => chartGrid({ title: "t", columns: 2, charts: [] })).toThrow(DataError);
  expect(() => chartGrid({ title: "t", columns: 2, charts: [chart("a"), chart("b", 310)] })).toThrow(
    /300x200, 310x200/,
  );
});

test("kinds differ without colours: one is hatched, and where both are both can be seen", async () => {
  const svg = histogram({
    title: "t",
    x: { domain: [0, 4] },
    series: series([0.5, 0.5, 1.5], [2.5, 3.5, 2.5]),
    bins: 4,
  });
  await expectDrawable(svg, 700, 420);
  const [, left, top] = /<path d="M([\d.]+) ([\d.]+)V([\d.]+)H/.exec(svg)!.map(Number);
  const quarter = (680 - left!) / 4;
  const part = (bin: number) => greys(svg, [left! + bin * quarter + 20, top! - 60, quarter - 60, 40]);
  const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  expect(spread(await part(0))).toBeLessThan(40);
  expect(spread(await part(3))).toBeGreaterThan(60);
});
