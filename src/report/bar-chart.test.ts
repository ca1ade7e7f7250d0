import { expect, test } from "vitest";
import { DataError } from "../errors.js";
import { barChart } from "./bar-chart.js";
import { expectDrawable, texts } from "./chart.suite.js";

/** x, y, width and height of the bars of a colour. */
function bars(svg: string, fill: string): number[][] {
  const rect = new RegExp(
    `<rect x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)" fill="${fill}"/>`,
    "g",
  );
  return [...svg.matchAll(rect)].map((match) => match.slice(1).map(Number));
}

test("heights are in proportion, negative bars hang, whiskers where there is a spread", async () => {
  const svg = barChart({
    title: "t",
    groups: ["a", "b", "c"],
    y: { label: "gain", unit: "points" },
    series: [{ name: "s", values: [1, 2, -2], spread: [0, 0.5, 0.5] }],
  });
  await expectDrawable(svg, 700, 420);
  const [a, b, c] = bars(svg, "#0072b2") as [number[], number[], number[]];
  expect(b[3]! / a[3]!).toBeCloseTo(2, 2);
  expect(c[3]!).toBeCloseTo(b[3]!, 1);
  expect(c[1]!).toBeCloseTo(b[1]! + b[3]!, 1);
  expect(svg.match(/stroke="#262626"/g)).toHaveLength(2);
  expect(texts(svg)).toEqual(expect.arrayContaining(["a", "b", "c", "1.0", "2.0", "−2.0", "gain (points)"]));
});

test("bars that a group lacks leave no hole", async () => {
  const svg = barChart({
    title: "t",
    groups: ["kNN", "fine-tuning"],
    y: {},
    series: [
      { name: "one", values: [1, 2] },
      { name: "two", values: [Number.NaN, 2] },
      { name: "three", values: [3, 2] },
    ],
  });
  await expectDrawable(svg, 700, 420);
  expect(bars(svg, "#d55e00")).toHaveLength(1);
  const [one] = bars(svg, "#0072b2");
  const [three] = bars(svg, "#009e73");
  expect(three![0]! - one![0]!).toBeCloseTo(one![2]! + 2, 1);
});

test("long names wrap, and tilt when a word does not fit; numbers without room are left out", async () => {
  const values = Array.from({ length: 14 }, (_, i) => i);
  const y = {};
  const wrapped = barChart({
    title: "t",
    groups: ["nearest class mean of all embeddings of the training set", "b", "c", "d"],
    y,
    series: [{ name: "s", values: values.slice(0, 4) }],
  });
  await expectDrawable(wrapped, 700, 420);
  expect(texts(wrapped)).toContain("nearest class mean of");
  const tilted = barChart({
    title: "t",
    groups: values.map((i) => `augmentation ${i}`),
    y,
    x: { label: "left out" },
    series: Array.from({ length: 4 }, (_, i) => ({ name: `${i}`, values })),
  });
  await expectDrawable(tilted, 700, 420);
  expect(tilted).toContain("rotate(-35");
  expect(texts(tilted)).not.toContain("13.0");
});

test("no groups is drawn, wrong lengths are a DataError", async () => {
  await expectDrawable(barChart({ title: "t", groups: [], y: {}, series: [] }), 700, 420);
  expect(() =>
    barChart({ title: "t", groups: ["a"], y: {}, series: [{ name: "s", values: [1, 2] }] }),
  ).toThrow(DataError);
});
