import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openImages, readImage } from "../../data/index.js";
import { configOf } from "../tiny-run.suite.js";
import { preprocessorConfig } from "./preprocessing.js";

let folder = "";
const [height, width, size] = [50, 80, 24];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-preprocessing-"));
  const pixels = Uint8Array.from({ length: 3 * height * width }, (_, i) => (i * i * 31) >> 3);
  const png = sharp(pixels, { raw: { width, height, channels: 3 } }).png();
  await writeFile(join(folder, "photo.png"), await png.toBuffer());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("preprocessor_config.json", () => {
  it("makes of a photograph what evaluation sees, though training crops a larger one", async () => {
    const config = configOf(3, [size, size], { name: "convnet", options: {} });
    const { size: resized, crop_size: crop, resample } = preprocessorConfig(config.data);
    expect([resized, crop, resample]).toEqual([
      { shortest_edge: size },
      { height: size, width: size },
      1, // Lanczos
    ]);
    const scaled = Math.round((width * size) / height);
    const expected = await sharp(join(folder, "photo.png"))
      .resize(scaled, size, { kernel: "lanczos3" })
      .extract({ left: Math.floor((scaled - size) / 2), top: 0, width: size, height: size })
      .raw()
      .toBuffer();
    const source = await openImages(folder, { size, storeSize: "auto" });
    expect(source.whole?.shape).toEqual([3, 47, 76]);
    const { images } = await source.read([0]);
    for (const [i, value] of images.entries()) {
      const [channel, pixel] = [Math.floor(i / (size * size)), i % (size * size)];
      expect(Math.abs(value - expected[3 * pixel + channel]!)).toBeLessThanOrEqual(1);
    }
    expect(await readImage(join(folder, "photo.png"), source.shape)).toEqual(images);
    await source.close();
  });
});
