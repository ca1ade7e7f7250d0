import sharp from "sharp";
import { expect, it } from "vitest";
import { sampleSheet } from "./sample-sheet.js";

it("shows every pixel of pictures that are taller than wide", async () => {
  const [height, width] = [70, 2];
  const stripes = Float32Array.from({ length: height * width }, (_, i) => Math.floor(i / width) % 2);
  const picture = { data: stripes, channels: 1, height, width };
  const { data, info } = await sharp(await sampleSheet([picture, picture, picture], 2))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info.height).toBeGreaterThan(2 * height);
  const black = data.filter((byte, i) => i % info.channels === 0 && byte === 0).length;
  expect(black).toBe(3 * 35 * width);
});
