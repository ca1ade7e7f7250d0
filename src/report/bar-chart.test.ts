import { expect, test } from "vitest";
import { DataError } from "../errors.js";
import { barChart } from "./bar-chart.js";
import { expectDrawable, greys, texts } from "./chart.suite.js";
import { textWidth } from "./svg.js";

/** x, y, width and height of the bars of a colour; keys of the legend, 20 by 14, are none. */
function bars(svg: string, fill: string): number[][] {
  const rect = new RegExp(
    `<rect x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)" fill="${fill}"/>`,
    "g",
  );
  return [...svg.matchAll(rect)]
    .map((match) => match.slice(1).map(Number))
    .filter(([, , width, height]) => width !== 20 || height !== 14);
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

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value / values.length, 0);
const deviation = (values: readonly number[]) => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};

test("bars that stand for different things differ without colours, and the legend shows how", async () => {
  const svg = barChart({
    title: "t",
    groups: ["frozen", "tuned", "fresh"],
    kinds: ["pretrained", "pretrained", "from scratch"],
    y: {},
    series: [{ name: "accuracy", values: [10, 10, 10] }],
  });
  await expectDrawable(svg, 700, 420);
  const [same, other] = [bars(svg, "#0072b2"), bars(svg, "#d55e00")];
  expect([same.length, other.length]).toEqual([2, 1]);
  const inside = ([x, y, width, height]: number[]) => greys(svg, [x! + 2, y! + 20, width! - 4, height! - 40]);
  const [frozen, tuned, fresh] = [await inside(same[0]!), await inside(same[1]!), await inside(other[0]!)];
  expect(deviation(frozen)).toBeLessThan(1);
  expect(mean(tuned)).toBeCloseTo(mean(frozen), 0);
  expect(deviation(fresh)).toBeGreaterThan(20);
  expect(texts(svg)).toEqual(
    expect.arrayContaining(["pretrained", "from scratch", "frozen", "tuned", "fresh"]),
  );
  const wrong = { title: "t", groups: ["a"], y: {}, kinds: ["k", "k"], series: [{ name: "s", values: [1] }] };
  expect(() => barChart(wrong)).toThrow(/2 kinds for 1 groups and 1 series/);
});

test("numbers over bars are ink where the outline of letters is not known", async () => {
  const svg = barChart({ title: "t", groups: ["a", "b"], y: {}, series: [{ name: "s", values: [10, 20] }] });
  // Renderers that paint an outline over its letters find none to paint over.
  const drawn = [...svg.matchAll(/<text [^>]*>10\.0<\/text>/g)].map(([whole]) => whole);
  expect(drawn.map((one) => [one.includes("stroke"), one.includes("aria-hidden")])).toEqual([
    [true, true],
    [false, false],
  ]);
  expect(svg).not.toContain("paint-order");
  const [, x, y] = /<text x="([\d.]+)" y="([\d.]+)"/.exec(drawn[1]!)!.map(Number);
  expect(Math.min(...(await greys(svg, [x! - 12, y! - 9, 24, 10])))).toBeLessThan(110);
});

test("eight long names are whole or nearly so, inside the drawing, and cover none of the others", async () => {
  const groups = [
    ...["pretrained encoder, linear probe", "untrained encoder, linear probe", "raw pixels, kNN of twenty"],
    ...["pretrained, fine-tuned end to end", "from scratch, end to end", "denoising-autoencoder with noise"],
    ...["relative-patch-position", "instance-discrimination-memory"],
  ];
  const series = ["kNN", "linear probe"].map((name) => ({ name, values: groups.map((_, i) => 60 + i) }));
  const svg = barChart({ title: "t", groups, y: { label: "accuracy", unit: "%" }, series });
  await expectDrawable(svg, 700, 420);
  for (const name of groups.slice(0, 6)) expect(texts(svg).join(" ")).toContain(name);
  const tilted = [
    ...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*rotate\(-35 [^>]*>([^<]*)<\/text>/g),
  ].map(([, x, y, content]) => ({ x: Number(x), y: Number(y), content: content! }));
  expect(tilted.filter(({ content }) => content.includes("…")).length).toBeLessThanOrEqual(1);
  const [sine, cosine] = [Math.sin((35 * Math.PI) / 180), Math.cos((35 * Math.PI) / 180)];
  // Across the direction of reading, lines are further apart than letters are high.
  const across = tilted.map(({ x, y }) => x * sine + y * cosine).sort((a, b) => a - b);
  for (let i = 1; i < across.length; i++) expect(across[i]! - across[i - 1]!).toBeGreaterThan(11.5);
  for (const { x, content } of tilted)
    expect(x - textWidth(content, 11.5) * cosine).toBeGreaterThanOrEqual(0);
  expect(Math.min(...(await greys(svg, [0, 0, 3, 420])))).toBe(255);
});
