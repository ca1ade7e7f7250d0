import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { expect, it } from "vitest";
import { openPictures } from "./open-pictures.js";

it("reads test pictures of 16 bits by the range of those that are trained on", async () => {
  const folder = await mkdtemp(join(tmpdir(), "unlabel-arms-"));
  try {
    for (const [part, most] of [
      ["train", 4000],
      ["test", 1000],
    ] as const)
      for (let k = 0; k < 8; k++) {
        const place = join(folder, part, k % 2 === 0 ? "even" : "odd");
        await mkdir(place, { recursive: true });
        const pixels = Uint16Array.from({ length: 256 }, (_, i) => (most * ((i + 32 * k) % 256)) / 255);
        const raw = sharp(pixels, { raw: { width: 16, height: 16, channels: 1 } });
        await writeFile(join(place, `${k}.png`), await raw.toColourspace("grey16").png().toBuffer());
      }
    const options = { data: folder, labels: "auto", size: 16, limit: 100, samples: 4, seed: 0 };
    const { training, test } = await openPictures("tests", options, { out: folder, cacheFolder: "none" });
    expect(Math.max(...training.images)).toBe(255);
    expect(Math.abs(Math.max(...test.images) - 255 / 4)).toBeLessThanOrEqual(1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
