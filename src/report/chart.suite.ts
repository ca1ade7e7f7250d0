import sharp from "sharp";
import { expect } from "vitest";
import { svgToPng } from "./svg.js";

/**
 * What holds for every chart: tags that close in order, attributes quoted, no NaN, every text
 * inside the drawing, and a renderer that draws it at the size asked for.
 */
export async function expectDrawable(svg: string, width: number, height: number): Promise<void> {
  const open: string[] = [];
  const tag = /<(\/?)([a-zA-Z]+)((?:\s[a-zA-Z-]+="[^"<]*")*)(\/?)>|[<>]/g;
  for (const [whole, closing, name, , empty] of svg.matchAll(tag)) {
    expect(name, `stray ${whole}`).toBeDefined();
    if (closing) expect(open.pop()).toBe(name);
    else if (!empty) open.push(name!);
  }
  expect(open).toEqual([]);
  expect(svg).not.toMatch(/NaN|Infinity|undefined|&(?!amp;|lt;|gt;|quot;)/);
  for (const [, x, y] of svg.matchAll(/<text x="([-\d.]+)" y="([-\d.]+)"/g)) {
    expect(Number(x)).toBeGreaterThanOrEqual(0);
    expect(Number(x)).toBeLessThanOrEqual(width);
    expect(Number(y)).toBeGreaterThan(0);
    expect(Number(y)).toBeLessThanOrEqual(height);
  }
  const { width: pixels, height: rows, format } = await sharp(await svgToPng(svg, 1)).metadata();
  expect({ pixels, rows, format }).toEqual({ pixels: width, rows: height, format: "png" });
}

/** The texts of a drawing, in order; outlines below them are none. */
export function texts(svg: string): string[] {
  return [...svg.matchAll(/<text ((?:(?!aria-hidden)[^>])*)>([^<]*)<\/text>/g)].map(
    ([, , content]) => content!,
  );
}

/** Grey values of a part of a drawing as a renderer that is no browser makes them, row after row. */
export async function greys(
  svg: string,
  [x, y, width, height]: readonly [x: number, y: number, width: number, height: number],
): Promise<number[]> {
  const [left, top] = [Math.ceil(x), Math.ceil(y)];
  const { data } = await sharp(await svgToPng(svg, 1))
    .extract({ left, top, width: Math.floor(x + width) - left, height: Math.floor(y + height) - top })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data];
}
