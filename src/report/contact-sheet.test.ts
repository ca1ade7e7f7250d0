import sharp from "sharp";
import { expect, test } from "vitest";
import { DataError } from "../errors.js";
import { borderColors, contactSheet } from "./contact-sheet.js";
import { neighbourSheet } from "./neighbour-sheet.js";
import { pictures } from "./picture.js";
import { viewSheet } from "./view-sheet.js";

async function pixels(png: Uint8Array) {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  return {
    ...info,
    at: (x: number, y: number) => [
      ...data.subarray((y * info.width + x) * info.channels, (y * info.width + x) * info.channels + 3),
    ],
  };
}

test("a small picture is enlarged by repeating its pixels", async () => {
  const [picture] = pictures(Uint8Array.of(0, 100, 200, 255), [1, 1, 2, 2]);
  const sheet = await pixels(await contactSheet({ rows: [[{ picture: picture! }]], cellSize: 6 }));
  expect([sheet.width, sheet.height, sheet.channels]).toEqual([38, 38, 3]);
  const grey = (x: number, y: number) => sheet.at(16 + x, 16 + y);
  expect([grey(0, 0), grey(2, 2), grey(3, 2), grey(2, 3), grey(5, 5)]).toEqual(
    [0, 0, 100, 200, 255].map((v) => [v, v, v]),
  );
  expect(sheet.at(15, 15)).toEqual([255, 255, 255]);
});

test("floats are scaled and clamped, colours are kept, alpha is over white, NaN stands out", async () => {
  const rgb = pictures(Float32Array.of(1, -3, 0.5), [1, 3, 1, 1]);
  const rgba = pictures(Uint8Array.of(200, 0, 0, 0), [1, 4, 1, 1]);
  const nan = pictures(Float32Array.of(Number.NaN), [1, 1, 1, 1]);
  const rows = [[rgb[0]!, rgba[0]!, nan[0]!].map((picture) => ({ picture }))];
  const sheet = await pixels(await contactSheet({ rows, cellSize: 10, gutter: 2 }));
  expect([16, 28, 40].map((x) => sheet.at(x, 20))).toEqual([
    [255, 0, 128],
    [255, 255, 255],
    [255, 0, 255],
  ]);
});

test("large pictures are shrunk by means", async () => {
  const checker = Uint8Array.from({ length: 400 * 300 }, (_, i) =>
    ((i % 400) + Math.floor(i / 400)) % 2 === 0 ? 0 : 255,
  );
  const sheet = await pixels(
    await contactSheet({ rows: [[{ picture: pictures(checker, [1, 1, 300, 400])[0]! }]] }),
  );
  expect([sheet.width, sheet.height]).toEqual([232, 232]);
  expect(sheet.at(116, 116)).toEqual([128, 128, 128]);
});

test("rows, captions and views of several sizes", async () => {
  const originals = pictures(new Float32Array(10 * 28 * 28).fill(0.5), [10, 1, 28, 28]);
  const views = [originals, pictures(new Uint8Array(10 * 12 * 12).fill(9), [10, 1, 12, 12])];
  const sheet = await pixels(await viewSheet(originals, views, { title: "What SimCLR sees", limit: 3 }));
  // Cells of 84 (28 × 3), 3 rows and 3 columns, 8 between, 12 more after the first column.
  expect([sheet.width, sheet.height]).toEqual([
    16 * 2 + 3 * 84 + 2 * 8 + 12,
    16 * 2 + 30 + 22 + 3 * 84 + 2 * 8,
  ]);
  expect(sheet.at(16, 16 + 52)).toEqual([128, 128, 128]);
});

test("neighbours have a green border for the same label, red for another, none without", async () => {
  const [picture] = pictures(new Uint8Array(4 * 4), [1, 1, 4, 4]);
  const label = (name: string | null) => ({ picture: picture!, label: name, similarity: 0.5 });
  const png = await neighbourSheet([
    { query: label("7"), neighbours: [label("7"), label("1"), label(null)] },
  ]);
  const sheet = await pixels(png);
  const hex = (color: string) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const count = (color: number[]) => {
    let found = 0;
    for (let y = 0; y < sheet.height; y++)
      for (let x = 0; x < sheet.width; x++) if (`${sheet.at(x, y)}` === `${color}`) found++;
    return found;
  };
  // A ring 4 wide in a square of 96 + 2 · 6.
  expect(count(hex(borderColors.same))).toBe(108 ** 2 - 100 ** 2);
  expect(count(hex(borderColors.different))).toBe(108 ** 2 - 100 ** 2);
});

test("no pictures, wrong shapes and giant sheets are DataErrors", async () => {
  await expect(contactSheet({ rows: [[null]] })).rejects.toThrow(DataError);
  expect(() => pictures(new Uint8Array(8), [1, 2, 2, 2])).toThrow(/C 1, 3 or 4/);
  expect(() => pictures(new Uint8Array(7), [2, 1, 2, 2])).toThrow(/7 values/);
  const [picture] = pictures(new Uint8Array(1), [1, 1, 1, 1]);
  await expect(contactSheet({ rows: [[{ picture: picture! }]], cellSize: 20_000 })).rejects.toThrow(
    /20032 by 20032/,
  );
});
