import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { openImages, pairSources, readImage, split, subset } from "./index.js";
import { idx, noise, put, temporaryFolder } from "./made-data.suite.js";

const folder = await temporaryFolder();

await put(folder, "in/a.png", await noise(1, 80, 40).png().toBuffer());
await put(folder, "in/b.png", "no picture");
await put(folder, "in/c.png", await noise(2, 40, 80).png().toBuffer());
await put(folder, "in/d.png", await noise(3, 80, 40).png().toBuffer());

const open = (options = {}) =>
  openImages(join(folder, "in"), { size: 16, storeSize: "auto", maxSkipped: 0.5, ...options });

describe("whole pictures", () => {
  it("lie beside the smaller ones, stretched to one shape, with their own proportions", async () => {
    const source = await open();
    // 2.5 x 16 squared stretched to 2:1 and 1:2: as long as all of them need.
    expect(source.whole?.shape).toEqual([3, 57, 57]);
    const { images, aspects } = await source.whole!.read([2, 0, 1]);
    expect([...aspects]).toEqual([2, 2, 0.5]);
    const own = await sharp(join(folder, "in/c.png")).resize(57, 57, { fit: "fill" }).raw().toBuffer();
    const third = images.subarray(2 * 3 * 57 * 57);
    expect(third[0]).toBe(own[0]);
    expect(third.at(-1)).toBe(own.at(-1));
    expect(source.notes.join(" ")).toMatch(
      /Crops are taken from whole pictures, kept at 57x57: 0\.0 MB in memory/,
    );
    await source.close();
  });

  it("change nothing of what everything else sees", async () => {
    const [with_, without] = [await open(), await open({ storeSize: null })];
    expect(without.whole).toBeUndefined();
    const read = await with_.read([0, 1, 2]);
    expect(read).toEqual(await without.read([0, 1, 2]));
    const query = await readImage(join(folder, "in/d.png"), with_.shape);
    expect(read.images.subarray(2 * query.length)).toEqual(query);
  });

  it("are turned as EXIF says", async () => {
    const turned = await noise(1, 80, 40).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    await put(folder, "exif/a.jpg", turned);
    const source = await openImages(join(folder, "exif"), { size: 16, storeSize: "auto" });
    expect((await source.whole!.read([0])).aspects[0]).toBe(0.5);
  });

  it.each([3, 6, 8])(
    "are turned before they are halved: orientation %i of a large JPEG",
    async (orientation) => {
      const pixels = Uint8Array.from({ length: 640 * 320 * 3 }, (_, i) => {
        const place = Math.floor(i / 3);
        return [(255 * (place % 640)) / 640, (255 * Math.floor(place / 640)) / 320, 128][i % 3]!;
      });
      const jpeg = sharp(pixels, { raw: { width: 640, height: 320, channels: 3 } }).jpeg();
      const turned = await jpeg.withMetadata({ orientation }).toBuffer();
      const upright = await sharp(await sharp(turned).autoOrient().png().toBuffer())
        .png()
        .toBuffer();
      await put(folder, `turned${orientation}/a.jpg`, turned);
      await put(folder, `turned${orientation}/b.png`, upright);
      const source = await openImages(join(folder, `turned${orientation}`), { size: 16, storeSize: "auto" });
      const { images, aspects } = await source.whole!.read([0, 1]);
      expect(aspects[0]).toBe(aspects[1]);
      const bytes = images.length / 2;
      for (let i = 0; i < bytes; i++)
        expect(Math.abs(images[i]! - images[bytes + i]!)).toBeLessThanOrEqual(6);
    },
  );

  it("go with their samples into parts, and into pairs", async () => {
    const source = await open();
    const part = subset(source, [2, 1]);
    expect([...(await part.whole!.read([1, 0])).aspects]).toEqual([0.5, 2]);
    const [first] = await split(part, { fraction: 0.5, seed: 0 });
    expect((await first.whole!.read([0])).aspects).toHaveLength(1);
    await expect(part.whole!.read([2])).rejects.toThrow(RangeError);
    const pair = pairSources(await open(), await open());
    expect([...(await pair.partner!.whole!.read([1])).aspects]).toEqual([0.5]);
  });

  it("are kept in the cache apart from the smaller ones", async () => {
    const cacheFolder = join(folder, "cache");
    const first = await open({ store: "disk", cacheFolder });
    const again = await open({ store: "disk", cacheFolder });
    expect(again.whole?.storedIn).toBe("disk");
    expect(await again.whole!.read([0, 2])).toEqual(await first.whole!.read([0, 2]));
    expect(await again.read([0, 2])).toEqual(await first.read([0, 2]));
    await first.close();
    await again.close();
    await expect(again.whole!.read([0])).rejects.toThrow(/closed/);
  });

  it("tell one progress with the smaller ones", async () => {
    const told: number[][] = [];
    await open({
      onProgress: ({ done, total }: { done: number; total: number }) => told.push([done, total]),
    });
    expect(told.map(([done]) => done)).toEqual([1, 2, 3, 4]);
    expect(new Set(told.map(([, total]) => total))).toEqual(new Set([4]));
  });

  it("come from IDX files, too, where those are not of the view's size", async () => {
    const bytes = Uint8Array.from({ length: 2 * 20 * 10 }, (_, i) => i % 251);
    const path = await put(folder, "set-idx3-ubyte", idx(8, [2, 20, 10], bytes));
    const same = await openImages(path, { storeSize: "auto" });
    expect([same.shape, same.whole]).toEqual([[1, 20, 10], undefined]);
    const small = await openImages(path, { size: 12, storeSize: "auto" });
    const { images, aspects } = await small.whole!.read([0, 1]);
    expect(small.whole!.shape).toEqual([1, 20, 10]);
    expect([images, [...aspects]]).toEqual([bytes, [0.5, 0.5]]);
  });
});
