import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { openImages, pairSources } from "./index.js";
import { noise, put, temporaryFolder, tiff } from "./made-data.suite.js";
import { likenessBlame, likenessWarnings } from "./picture-likeness.js";

const folder = await temporaryFolder();
const size = 16;
const flat = (background: string) =>
  sharp({ create: { width: size, height: size, channels: 3, background } })
    .png()
    .toBuffer();

/** A folder of these pictures, opened. */
async function opened(name: string, pictures: readonly Uint8Array[], options = {}) {
  for (const [i, picture] of pictures.entries()) await put(folder, `${name}/${i}.png`, picture);
  return openImages(join(folder, name), { size, cacheFolder: "none", ...options });
}

const different = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, i) =>
      noise(i + 1, size, size)
        .png()
        .toBuffer(),
    ),
  );

describe("pictures that show nothing, or the same", () => {
  it("are not those that differ, however much they share", async () => {
    const source = await opened("different", await different(10));
    expect([await likenessWarnings(source), await likenessBlame(source)]).toEqual([[], null]);
    const lines = Array.from({ length: 10 }, (_, i) => {
      const pixels = new Uint8Array(size * size);
      pixels.fill(200, i * size, (i + 1) * size);
      return sharp(pixels, { raw: { width: size, height: size, channels: 1 } })
        .png()
        .toBuffer();
    });
    expect(await likenessWarnings(await opened("lines", await Promise.all(lines)))).toEqual([]);
  });

  it("are counted where they have one colour each, with an example", async () => {
    const some = await opened("some", [...(await different(6)), await flat("black"), await flat("#123456")]);
    expect(await likenessWarnings(some)).toEqual([
      `2 of the 8 pictures in ${join(folder, "some")} are of one colour throughout, such as 6.png: nothing is learned from such. Look whether these are the right files.`,
    ]);
    const colours = ["red", "green", "blue", "white"];
    const all = await opened("colours", await Promise.all(colours.map(flat)));
    expect(await likenessWarnings(all)).toEqual([
      expect.stringMatching(
        /^All 4 pictures in .* are of one colour throughout, such as 0\.png: apart from their colours/,
      ),
    ]);
    const black = await opened("black", Array(4).fill(await flat("black")));
    expect(await likenessWarnings(black)).toEqual([
      expect.stringMatching(
        /^All 4 pictures in .* are of one colour, the same or nearly, such as 0\.png and/,
      ),
    ]);
    // Their colours tell them apart.
    expect(await likenessBlame(all)).toBeNull();
  });

  it("are told where nine of ten are the same, whichever they are", async () => {
    const [odd, same] = (await different(2)) as [Buffer, Buffer];
    const source = await opened("same", [odd, ...Array(10).fill(same)]);
    expect(await likenessWarnings(source)).toEqual([
      expect.stringMatching(
        /^10 of the 11 pictures in .* are the same or nearly, such as 1\.png and 10\.png: .*collapse/,
      ),
    ]);
    expect(await likenessBlame(source)).toMatch(
      /^That is the pictures' doing, .*: 10 of the 11 pictures are/,
    );
    const fewer = await opened("fewer", [...(await different(3)), ...Array(6).fill(same)]);
    expect(await likenessWarnings(fewer)).toEqual([]);
  });

  it("are told where they differ by less than anybody sees", async () => {
    const pixels = Uint8Array.from({ length: size * size }, (_, i) => (i * 37) % 256);
    const almost = Array.from({ length: 5 }, (_, k) => {
      const own = pixels.map((value, i) => Math.min(255, value + ((i * 7 + k * 13) % 3)));
      return sharp(own, { raw: { width: size, height: size, channels: 1 } })
        .png()
        .toBuffer();
    });
    const source = await opened("almost", await Promise.all(almost));
    expect(await likenessWarnings(source)).toEqual([expect.stringMatching(/^All 5 pictures .* or nearly/)]);
  });

  it("may lack a range of values, which is named", async () => {
    const dark = Array.from({ length: 4 }, (_, k) =>
      tiff(
        Uint16Array.from({ length: size * size }, (_, i) => ((i + 31 * k) * 97) % 256),
        size,
        size,
      ),
    );
    const wide = await opened("dark", dark, { valueRange: [0, 65535] });
    expect(await likenessWarnings(wide)).toEqual([
      expect.stringMatching(/^All 4 .* or whether another `valueRange` than 0 to 65535 shows more/),
    ]);
    const fitting = await opened("dark", dark);
    expect(await likenessWarnings(fitting)).toEqual([]);
  });

  it("are looked for in both sources of a pair", async () => {
    const first = await opened("first", await different(3));
    const second = await opened("second", Array(3).fill(await flat("red")));
    const warnings = await likenessWarnings(pairSources(first, second));
    expect(warnings).toHaveLength(1);
    expect(warnings.every((text) => text.includes(join(folder, "second")))).toBe(true);
  });
});
