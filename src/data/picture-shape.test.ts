import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openImages } from "./index.js";
import { plain, put, temporaryFolder } from "./made-data.suite.js";

const folder = await temporaryFolder();

describe("the size of pictures", () => {
  it.each(["webp", "png", "jpeg", "tiff", "gif", "avif"] as const)(
    "is what stands there now: %s files that were replaced have their new size and colour",
    async (kind) => {
      const data = join(folder, `replaced-${kind}`);
      for (const [colour, size] of [
        ["#ff0000", 24],
        ["#0000ff", 48],
        ["#808080", 40],
      ] as const) {
        for (const name of ["0", "1"])
          await put(data, `${name}.${kind}`, await plain(colour, size).toFormat(kind).toBuffer());
        const source = await openImages(data, { channels: 3 });
        expect(source.shape).toEqual([3, size, size]);
        const { images } = await source.read(Int32Array.of(0));
        const middle = (size * size) / 2 + size / 2;
        const seen = [0, 1, 2].map((band) => images[band * size * size + middle]!);
        const wanted = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
        for (const band of [0, 1, 2]) expect(Math.abs(seen[band]! - wanted[band]!)).toBeLessThan(8);
        await source.close();
      }
    },
  );

  it("is not settled by a file that is no picture", async () => {
    const data = join(folder, "svg");
    for (let i = 0; i < 3; i++) await put(data, `${i}.png`, await plain("red", 16).png().toBuffer());
    await put(data, "drawing.png", "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='70'/>");
    const source = await openImages(data, { maxSkipped: 1 });
    expect([source.shape, source.length, source.sizeNote]).toEqual([
      [3, 16, 16],
      3,
      "16x16, the pictures' own size",
    ]);
  });
});
