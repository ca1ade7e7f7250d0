import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { UnlabelError } from "unlabel";
import { openImages } from "#rooms/data";
import { expectThat, type Parser, type Sample } from "../parser.js";

const [width, height] = [24, 18];

export const pictures: Parser = {
  name: "pictures",
  reads: "pictures of every kind, one damaged among sound ones",
  ending: "picture",
  cost: 6,
  words: [
    "IHDR",
    "IDAT",
    "tRNS",
    "PLTE",
    "\xff\xd8",
    "Exif",
    "ICC_PROFILE",
    "GIF89a",
    "WEBP",
    "ftypavif",
    "<svg ",
  ],
  async prepare(folder) {
    const samples = await allKinds();
    const sound = samples.slice(0, 3);
    const open = () =>
      openImages(folder, { size: 8, channels: 3, maxSkipped: 0.9, cacheFolder: "none", maxPixels: 2 ** 24 });
    for (const [i, { bytes }] of sound.entries()) await writeFile(join(folder, `${i}.png`), bytes);
    const source = await open();
    const right = (await source.read([0, 1, 2])).images;
    await source.close();
    return {
      samples,
      async read(input, { name }, random) {
        // Names lie: sometimes the ending is that of another kind.
        const kind = random.chance(0.8) ? name.split(" ")[0]! : random.pick(samples).name.split(" ")[0]!;
        const path = join(folder, `damaged.${kind}`);
        await writeFile(path, input);
        try {
          await compare(await open(), right);
        } finally {
          await rm(path);
        }
      },
    };
  },
};

async function compare(source: Awaited<ReturnType<typeof openImages>>, right: Uint8Array): Promise<void> {
  try {
    const { skipped, length, shape } = source;
    const places = Array.from({ length: 3 }, (_, i) => i);
    expectThat(length + skipped.length === 4, `${length} pictures and ${skipped.length} left out, of 4`);
    expectThat(shape.join() === "3,8,8", `the shape is ${shape.join()}`);
    expectThat(places.map((i) => source.id(i)).join() === "0.png,1.png,2.png", "sound pictures are missing");
    const { images } = await source.read(places);
    expectThat(Buffer.from(images).equals(right), "sound pictures changed beside a damaged one");
    if (length === 4) expectThat((await source.read([3])).images.length === 3 * 64, "it has another size");
    for (const { reason } of skipped) throw new UnlabelError(`It is left out: ${reason}.`);
  } finally {
    await source.close();
  }
}

/** Small pictures of every kind that is read. The first three are PNG, so that each is told from the others. */
async function allKinds(): Promise<Sample[]> {
  const of = async (name: string, picture: Sharp): Promise<Sample> => ({
    name,
    form: "bytes",
    bytes: new Uint8Array(await picture.toBuffer()),
  });
  return [
    await of("png", noise(1).png()),
    await of("png palette", noise(2).png({ palette: true })),
    await of("png interlaced", noise(3).png({ progressive: true })),
    await of("png 16 bits", noise(4).toColourspace("rgb16").png()),
    await of("jpg", noise(5).jpeg()),
    await of("jpg progressive", noise(6).jpeg({ progressive: true })),
    await of("webp", noise(7).webp({ quality: 50 })),
    await of("webp lossless", noise(8).webp({ lossless: true })),
    await of("avif", noise(9).avif({ effort: 0 })),
    await of("gif", noise(10).gif()),
    await of("tiff", noise(11).tiff({ compression: "none" })),
    await of("tiff lzw", noise(12).tiff({ compression: "lzw" })),
    { name: "bmp", form: "bytes", bytes: bitmap() },
  ];
}

function noise(seed: number): Sharp {
  const pixels = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * i * 31 + seed * i * 7) >> 3);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** 24 bits a pixel, the second kind of header. */
function bitmap(): Uint8Array {
  const bytes = new Uint8Array(54 + 3 * width * height);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, 54, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (let i = 54; i < bytes.length; i++) bytes[i] = (i * i * 7) >> 2;
  return bytes;
}
