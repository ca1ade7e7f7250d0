import { expect, test } from "vitest";
import { DataError } from "../errors.js";
import { expectDrawable, texts } from "./chart.suite.js";
import { type LineSeries, lineChart } from "./line-chart.js";
import { runningMean, thin } from "./line-path.js";

const budgets = [10, 100, 1000, 10_000, 60_000];
const series: LineSeries[] = [
  { name: 'pre<trained> & "good"', x: budgets, y: [62, 88, 94, 96, 97], spread: [6, 1, 1, 0.5, Number.NaN] },
  { name: "raw pixels", x: budgets, y: [40, 69, 84, 90, 92], dashed: true },
];

test("label budgets are the ticks of a logarithmic axis; names and units are shown", async () => {
  const svg = lineChart({
    title: "A & B",
    subtitle: "5 seeds",
    x: { label: "labels", scale: "log" },
    y: { label: "accuracy", unit: "%" },
    series,
  });
  await expectDrawable(svg, 700, 420);
  const shown = texts(svg);
  for (const label of [
    "10",
    "100",
    "1,000",
    "10,000",
    "60,000",
    "labels",
    "accuracy (%)",
    "A &amp; B",
    "5 seeds",
    "raw pixels",
  ]) {
    expect(shown).toContain(label);
  }
  expect(svg.match(/fill-opacity="0.16"/g)).toHaveLength(1);
  // One dashed line, and its key in the legend.
  expect(svg.match(/stroke-dasharray/g)).toHaveLength(2);
  expect(lineChart({ title: "A & B", x: {}, y: {}, series })).toBe(
    lineChart({ title: "A & B", x: {}, y: {}, series }),
  );
});

test("points are where their values say", () => {
  const svg = lineChart({
    title: "t",
    x: {},
    y: { domain: [0, 2] },
    series: [{ name: "s", x: [0, 1, 4], y: [0, 1, 2] }],
  });
  const points = /<path d="(M[^"]*)" fill="none" stroke="#0072b2"/
    .exec(svg)![1]!
    .slice(1)
    .split("L")
    .map((pair) => pair.split(" ").map(Number));
  const [[x0, y0], [x1, y1], [x2, y2]] = points as [[number, number], [number, number], [number, number]];
  expect((x1 - x0) / (x2 - x0)).toBeCloseTo(0.25, 3);
  expect((y1 - y0) / (y2 - y0)).toBeCloseTo(0.5, 3);
  expect(y2).toBeLessThan(y0);
});

test("values that are not finite leave a gap, and logarithmic axes leave out what they cannot show", async () => {
  const y = [3, 2, Number.NaN, 1, 0.5];
  const svg = lineChart({ title: "loss", x: {}, y: {}, series: [{ name: "loss", x: [1, 2, 3, 4, 5], y }] });
  await expectDrawable(svg, 700, 420);
  expect(svg.match(/stroke-linejoin="round"/g)).toHaveLength(2);
  const log = lineChart({
    title: "loss",
    x: {},
    y: { scale: "log", domain: [0.1, 10] },
    series: [{ name: "loss", x: [1, 2, 3], y: [1, -1, 2] }],
  });
  await expectDrawable(log, 700, 420);
  expect(log.match(/stroke-linejoin="round"/g)).toHaveLength(2);
});

test("no data, one point and long texts are drawn", async () => {
  const empty = lineChart({ title: "nothing", x: { label: "step" }, y: {}, series: [] });
  await expectDrawable(empty, 700, 420);
  expect(texts(empty)).toContain("no data yet");
  await expectDrawable(
    lineChart({ title: "one", x: {}, y: {}, series: [{ name: "s", x: [5], y: [5] }] }),
    700,
    420,
  );
  const long = lineChart({
    title: "wide ".repeat(60),
    width: 480,
    height: 300,
    x: {},
    y: {},
    series: Array.from({ length: 3 }, (_, i) => ({ name: `${i} ${"name ".repeat(40)}`, x: [1], y: [1] })),
  });
  await expectDrawable(long, 480, 300);
  expect(texts(long)[0]).toMatch(/…$/);
});

test("a hundred thousand points stay a small drawing with the same extremes", async () => {
  const x = Float64Array.from({ length: 100_000 }, (_, i) => i);
  const y = x.map((i) => Math.sin(i / 50) + (i === 50_001 ? 9 : 0));
  const svg = lineChart({ title: "long", x: {}, y: {}, series: [{ name: "s", x, y, smooth: 101 }] });
  expect(svg.length).toBeLessThan(100_000);
  await expectDrawable(svg, 700, 420);
  const points = Array.from(x, (value, i) => [value / 200, y[i]!] as const);
  const kept = thin(points);
  expect(Math.max(...kept.map(([, v]) => v))).toBe(Math.max(...y));
  expect(kept.at(-1)).toEqual(points.at(-1));
});

test("the running mean of a straight line is the line, and its ends use what there is", () => {
  expect(runningMean([0, 1, 2, 3, 4], [0, 2, 4, 6, 8], 3)).toEqual([1, 2, 4, 6, 7]);
});

test("lengths that differ are a DataError", () => {
  const draw = (bad: LineSeries) => () => lineChart({ title: "t", x: {}, y: {}, series: [bad] });
  expect(draw({ name: "s", x: [1], y: [1, 2] })).toThrow(DataError);
  expect(draw({ name: "s", x: [1, 2], y: [1, 2], spread: [1] })).toThrow(
    /2 x values, 2 y values and 1 spreads/,
  );
});

test("lines without marks differ by their dashes, in the legend too", async () => {
  const x = Array.from({ length: 60 }, (_, i) => i);
  const series = ["a", "b", "c", "d"].map((name, k) => ({ name, x, y: x.map((i) => i + 20 * k) }));
  const svg = lineChart({ title: "t", x: {}, y: {}, series });
  await expectDrawable(svg, 700, 420);
  const dashes = [...svg.matchAll(/stroke-dasharray="([^"]+)"/g)].map(([, dash]) => dash);
  expect(new Set(dashes).size).toBe(3);
  // Each once in the legend, once in the plot.
  expect(dashes).toHaveLength(6);
});
