import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { asPictures, picturesDataOf } from "../kinds/index.js";
import { openAs } from "../samples/index.js";
import { resolveRun } from "./resolve.js";

let folder = "";
/** Eight grey pictures of 16 bits a folder, with values from 0 up to this. */
const greatest = { deep: 4000, dim: 1000 };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-range-"));
  for (const [name, most] of Object.entries(greatest)) {
    await mkdir(join(folder, name));
    for (let k = 0; k < 8; k++) {
      const pixels = Uint16Array.from({ length: 256 }, (_, i) => (most * ((i + 32 * k) % 256)) / 255);
      const raw = sharp(pixels, { raw: { width: 16, height: 16, channels: 1 } });
      await writeFile(join(folder, name, `${k}.png`), await raw.toColourspace("grey16").png().toBuffer());
    }
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("what is black and white is settled by the run's pictures, and other pictures are read by it", async () => {
  const options = { size: 16, encoder: convnet({ widths: [4] }), batchSize: 2, steps: 1, threads: 1 };
  const { config, source } = await resolveRun({
    ...options,
    data: join(folder, "deep"),
    cacheFolder: "none",
  });
  await source.close();
  expect(picturesDataOf(config.data, "A test").valueRange).toEqual([0, 4000]);
  const dim = asPictures(
    await openAs({ ...config.data, path: join(folder, "dim") }, { cacheFolder: "none" }),
    "A test",
  );
  const { images } = await dim.read([0, 1, 2]);
  await dim.close();
  expect(Math.abs(Math.max(...images) - (255 * greatest.dim) / greatest.deep)).toBeLessThanOrEqual(1);
});
