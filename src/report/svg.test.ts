import fc from "fast-check";
import sharp from "sharp";
import { expect, test } from "vitest";
import { DataError } from "../errors.js";
import { expectDrawable } from "./chart.suite.js";
import { palette } from "./palette.js";
import { fitText, svgDocument, svgToPng, text, textWidth, wrapText } from "./svg.js";

test("any text at all makes a drawing that can be read", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 30 }), async (content) => {
      await expectDrawable(svgDocument(60, 40, content, text(5, 20, content)), 60, 40);
    }),
    { numRuns: 40 },
  );
  await expectDrawable(svgDocument(60, 40, "\ud800 \u0000 ]]> &amp;", text(5, 20, "\udc00<&")), 60, 40);
});

test("the scale multiplies the pixels and the ground is white", async () => {
  const { data, info } = await sharp(await svgToPng(svgDocument(30, 20, "t"), 3))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([90, 60]);
  expect(data.every((value) => value === 255)).toBe(true);
});

test("something else than an SVG is a DataError", async () => {
  await expect(svgToPng("hello")).rejects.toThrow(DataError);
});

test("fitted and wrapped texts are as narrow as asked", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 20, max: 200 }), (content, width) => {
      expect(textWidth(fitText(content, 12, width), 12)).toBeLessThanOrEqual(width);
      const lines = wrapText(content, 12, width, 3);
      expect(lines.length).toBeLessThanOrEqual(3);
      for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(width);
    }),
  );
  expect(wrapText("one two three", 12, 1000, 3)).toEqual(["one two three"]);
});

test("the palette's colours differ and stand out from white", () => {
  expect(new Set(palette).size).toBe(10);
  for (const color of palette) {
    const linear = [1, 3, 5].map((at) => (Number.parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
    const luminance = 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
    expect(1.05 / (luminance + 0.05)).toBeGreaterThan(2);
  }
});
