import { expect, test } from "vitest";
import { DataError } from "../errors.js";
import { expectDrawable, texts } from "./chart.suite.js";
import { scatterChart } from "./scatter-chart.js";

/** Centres of the circles that lie in the group of points. */
function circles(svg: string): number[][] {
  const group = /<g fill-opacity="0.72">(.*?)<\/g>/s.exec(svg)![1]!;
  return [...group.matchAll(/cx="([^"]+)" cy="([^"]+)"/g)].map((match) => match.slice(1).map(Number));
}

test("both directions have one scale, y goes up", async () => {
  const svg = scatterChart({ title: "map", points: [0, 0, 4, 0, 0, 1], xLabel: "PC 1", yLabel: "PC 2" });
  await expectDrawable(svg, 700, 560);
  const [a, b, c] = circles(svg) as [number[], number[], number[]];
  expect((b[0]! - a[0]!) / (a[1]! - c[1]!)).toBeCloseTo(4, 2);
  expect(texts(svg)).toEqual(["map", "PC 1", "PC 2"]);
});

test("classes have a colour each and a legend in numeric order, right of the points", async () => {
  const labels = ["10", "2", "1", "2"];
  const svg = scatterChart({ title: "map", points: [0, 0, 1, 1, 2, 0, 3, 3], labels });
  await expectDrawable(svg, 700, 560);
  expect(texts(svg)).toEqual(["map", "1", "2", "10"]);
  const rightmost = Math.max(...circles(svg).map(([x]) => x!));
  const keys = [...svg.matchAll(/cx="([\d.]+)" cy="[\d.]+" r="4.6"/g)].map(([, x]) => Number(x));
  expect(keys).toHaveLength(3);
  for (const x of keys) expect(x).toBeGreaterThan(rightmost + 20);
});

test("many points are thinned evenly and said so; many classes are gathered", async () => {
  const count = 1000;
  const points = Float32Array.from({ length: 2 * count }, (_, i) => Math.sin(i * i));
  const labels = Array.from({ length: count }, (_, i) => `class ${i % 25}`);
  const svg = scatterChart({ title: "map", subtitle: "test set", points, labels, limit: 101 });
  await expectDrawable(svg, 700, 560);
  expect(texts(svg)).toContain("test set · 101 of 1,000 points");
  expect(texts(svg)).toContain("5 more");
});

test("points that are not finite are left out, none at all and one alone are drawn", async () => {
  const svg = scatterChart({ title: "map", points: [0, 0, Number.NaN, 1, 2, 2] });
  await expectDrawable(svg, 700, 560);
  expect(circles(svg)).toHaveLength(2);
  await expectDrawable(scatterChart({ title: "map", points: [] }), 700, 560);
  await expectDrawable(scatterChart({ title: "map", points: [3, 3], labels: [""] }), 700, 560);
});

test("counts that disagree are a DataError", () => {
  expect(() => scatterChart({ title: "t", points: [1, 2, 3] })).toThrow(DataError);
  expect(() => scatterChart({ title: "t", points: [1, 2], labels: ["a", "b"] })).toThrow(
    /2 numbers and 2 labels/,
  );
});
