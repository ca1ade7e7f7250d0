import fc from "fast-check";
import { expect, test } from "vitest";
import { displayWidth, formatNumber, markdownTable, meanAndSpread, meanSpread, textTable } from "./table.js";

const table = {
  columns: ["method", "accuracy", "steps", "note"],
  rows: [
    ["simclr", "92.0 ± 1.0", 60_000, "a|b"],
    ["バー", meanSpread([9, 8, 7.5]), 0.012345, null],
  ],
};

test("text: numbers right, names left, wide characters counted", () => {
  expect(textTable(table).split("\n")).toEqual([
    "method    accuracy    steps  note",
    "──────  ──────────  ───────  ────",
    "simclr  92.0 ± 1.0    60000  a|b",
    "バー     8.2 ± 0.8  0.01235  –",
  ]);
});

test("markdown: aligned columns, pipes and breaks kept inside their cell", () => {
  expect(markdownTable({ ...table, rows: [...table.rows, ["x\ny <b>", null, 1, "\\"]] }).split("\n")).toEqual(
    [
      "| method     |   accuracy |   steps | note |",
      "|------------|-----------:|--------:|------|",
      "| simclr     | 92.0 ± 1.0 |   60000 | a\\|b |",
      "| バー       |  8.2 ± 0.8 | 0.01235 | –    |",
      "| x y &lt;b> |          – |       1 | \\\\   |",
    ],
  );
});

test("rows of any text are lines of the same width", () => {
  const cell = fc.oneof(fc.string({ unit: "grapheme" }), fc.double(), fc.constant(null));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 5 }), (rows) => {
      const lines = markdownTable({ columns: ["a", "b", "c"], rows }).split("\n");
      expect(lines).toHaveLength(rows.length + 2);
      expect(new Set(lines.map(displayWidth)).size).toBe(1);
    }),
  );
});

test("mean and sample standard deviation in closed form", () => {
  expect(meanAndSpread([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, spread: Math.sqrt(32 / 7) });
  expect(meanSpread([91, 92, 93])).toBe("92.0 ± 1.0");
  expect(meanSpread([91.234], 2)).toBe("91.23");
  expect(meanSpread(Float32Array.of(0.5, 0.5), 3)).toBe("0.500 ± 0.000");
  expect(meanSpread([])).toBe("–");
  expect(meanSpread([1, Number.NaN])).toBe("NaN");
});

test("numbers are short", () => {
  expect(
    [60_000, 0.012345, 91.25, -0.5, 1e21, 1e-9, Number.NaN, Number.NEGATIVE_INFINITY].map(formatNumber),
  ).toEqual(["60000", "0.01235", "91.25", "-0.5", "1e+21", "1e-9", "NaN", "−∞"]);
});
