import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { ConfigError, DataError } from "../errors.js";
import { openImages } from "./index.js";
import { noise, plain, put, temporaryFolder } from "./made-data.suite.js";

const folder = await temporaryFolder();
const first = [0];

/** The one colour of a picture, from its middle pixel. */
async function middle(path: string, options = {}): Promise<number[]> {
  const source = await openImages(path, { size: 8, ...options });
  const { images } = await source.read(first);
  return Array.from({ length: source.shape[0] }, (_, c) => images[c * 64 + 36]!);
}

function near(colour: number[], expected: number[], tolerance = 3): void {
  expect(colour).toHaveLength(expected.length);
  for (const [c, value] of expected.entries()) {
    expect(Math.abs(colour[c]! - value)).toBeLessThanOrEqual(tolerance);
  }
}

describe("formats", () => {
  const endings = { jpg: "jpeg", jpeg: "jpeg", png: "png", webp: "webp", gif: "gif", tif: "tiff" } as const;
  for (const [ending, format] of Object.entries({ ...endings, tiff: "tiff", avif: "avif" } as const)) {
    it(`reads ${ending}`, async () => {
      const name = `formats-${ending}/picture.${ending.toUpperCase()}`;
      await put(folder, name, await plain("#c86432", 20, 12).toFormat(format).toBuffer());
      near(await middle(join(folder, `formats-${ending}`)), [200, 100, 50], 8);
    });
  }

  it("puts transparent pixels on the background before anything else", async () => {
    // Transparent pixels that hold red must not shine through, not even at the edge when resized.
    const pixels = new Uint8Array(16 * 16 * 4);
    for (let i = 0; i < 256; i++) pixels.set(i % 16 < 8 ? [255, 0, 0, 0] : [0, 0, 255, 255], 4 * i);
    const png = await sharp(pixels, { raw: { width: 16, height: 16, channels: 4 } })
      .png()
      .toBuffer();
    await put(folder, "alpha/a.png", png);
    const at = async (options: object, x: number) => {
      const source = await openImages(join(folder, "alpha"), { size: 4, ...options });
      const { images } = await source.read(first);
      return Array.from({ length: source.shape[0] }, (_, c) => images[16 * c + 8 + x]!);
    };
    near(await at({}, 0), [255, 255, 255], 8);
    near(await at({ background: "#00ff00" }, 0), [0, 255, 0], 8);
    near(await at({}, 3), [0, 0, 255], 8);
    expect((await at({}, 1))[1]).toBeGreaterThan(230);
    expect((await at({ channels: 4 }, 0))[3]).toBe(0);
    near(await at({ channels: 4 }, 3), [0, 0, 255, 255], 8);
  });

  it("reads palette, 16-bit and grey pictures", async () => {
    await put(folder, "palette/a.png", await plain("#ff8000").png({ palette: true }).toBuffer());
    near(await middle(join(folder, "palette")), [255, 128, 0], 4);
    const deep = plain("#ff8000").toColourspace("rgb16").png();
    await put(folder, "deep/a.png", await deep.toBuffer());
    near(await middle(join(folder, "deep")), [255, 128, 0], 2);
    const deepGrey = plain("#808080").toColourspace("grey16").png();
    await put(folder, "grey/deep.png", await deepGrey.toBuffer());
    await put(folder, "grey/jpeg.jpg", await plain("#808080").toColourspace("b-w").jpeg().toBuffer());
    const grey = join(folder, "grey");
    expect((await openImages(grey, { size: 8 })).shape).toEqual([1, 8, 8]);
    near(await middle(grey), [128]);
    near(await middle(grey, { channels: 3 }), [128, 128, 128]);
    near(await middle(grey, { channels: 4 }), [128, 128, 128, 255]);
    await put(folder, "mixed/grey.png", await deepGrey.toBuffer());
    await put(folder, "mixed/colour.png", await plain("red").png().toBuffer());
    expect((await openImages(join(folder, "mixed"), { size: 8 })).shape).toEqual([3, 8, 8]);
  });

  it("turns pictures as their EXIF orientation says", async () => {
    const pixels = new Uint8Array(16 * 8 * 3);
    for (let i = 0; i < 128; i++) pixels.fill(i % 16 < 8 ? 255 : 0, 3 * i, 3 * i + 3);
    const white = sharp(pixels, { raw: { width: 16, height: 8, channels: 3 } });
    // Orientation 6: the stored left side is the top of the picture.
    await put(folder, "exif/a.jpg", await white.withMetadata({ orientation: 6 }).jpeg().toBuffer());
    const source = await openImages(join(folder, "exif"), { channels: 1 });
    expect(source.shape).toEqual([1, 16, 8]);
    const { images } = await source.read(first);
    expect(images[8 * 2 + 4]).toBeGreaterThan(240);
    expect(images[8 * 13 + 4]).toBeLessThan(15);
  });

  it("takes the first frame of an animation", async () => {
    const frames = await sharp([await plain("red").png().toBuffer(), await plain("blue").png().toBuffer()], {
      join: { animated: true },
    })
      .gif()
      .toBuffer();
    await put(folder, "moving/a.gif", frames);
    near(await middle(join(folder, "moving")), [255, 0, 0], 8);
  });
});

describe("sizes", () => {
  it("keeps the own size when all agree, else chooses one and says why", async () => {
    await put(folder, "same/a.png", await plain("red", 20, 12).png().toBuffer());
    await put(folder, "same/b.png", await plain("red", 20, 12).png().toBuffer());
    const same = await openImages(join(folder, "same"));
    expect([same.shape, same.sizeNote]).toEqual([[3, 12, 20], "12x20, the pictures' own size"]);
    await put(folder, "differ/a.png", await plain("red", 70, 90).png().toBuffer());
    await put(folder, "differ/b.png", await plain("red", 300, 100).png().toBuffer());
    const differ = await openImages(join(folder, "differ"));
    expect(differ.shape).toEqual([3, 96, 96]);
    expect(differ.sizeNote).toMatch(/96x96: .*differ in size/);
  });

  it("cuts or letterboxes", async () => {
    // Left and right quarters black, middle white.
    const pixels = Uint8Array.from({ length: 32 * 8 }, (_, i) => (i % 32 < 8 || i % 32 >= 24 ? 0 : 255));
    const wide = sharp(pixels, { raw: { width: 32, height: 8, channels: 1 } }).toColourspace("b-w");
    await put(folder, "wide/a.png", await wide.png().toBuffer());
    const read = async (options: object) =>
      (await (await openImages(join(folder, "wide"), { size: 8, ...options })).read(first)).images;
    expect(Math.min(...(await read({ fit: "cover" })))).toBe(255);
    const boxed = await read({ fit: "contain", background: "#404040" });
    expect([boxed[0], boxed[63]]).toEqual([64, 64]);
    expect(boxed[8 * 4]).toBeLessThan(10);
  });

  it("refuses senseless options, naming them", async () => {
    await expect(openImages(folder, { size: 0 })).rejects.toThrow(/`size` takes pixels from 1/);
    await expect(openImages(folder, { limit: 1.5 })).rejects.toThrow(ConfigError);
    await expect(openImages(folder, { channels: 2 as 3 })).rejects.toThrow(
      /`channels` takes 1, 3, 4 or auto/,
    );
  });
});

describe("bad pictures", () => {
  const bad = join(folder, "bad");
  beforeAll(async () => {
    for (let i = 0; i < 4; i++) await put(bad, `good/${i}.png`, await noise(i).png().toBuffer());
    await put(bad, "empty.png", "");
    await put(bad, "text.jpg", "This is no picture at all.");
    await put(bad, "drawing.png", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");
    for (const format of ["jpeg", "png", "webp", "avif", "gif", "tiff"] as const) {
      const whole = await noise(3).toFormat(format).toBuffer();
      await put(bad, `cut.${format}`, whole.subarray(0, whole.length * 0.6));
    }
    await put(bad, "huge.png", await plain("red", 100).png().toBuffer());
    await put(bad, "one.png", await plain("#102030", 1).png().toBuffer());
    await symlink(join(bad, "nowhere"), join(bad, "broken.png"));
    await put(bad, "notes.txt", "ignored");
    await put(bad, ".hidden.png", "ignored");
  });

  it("leaves them out and says why, each once", async () => {
    const source = await openImages(bad, { size: 16, maxSkipped: 1, maxPixels: 5000, labels: "parent" });
    expect(source.length).toBe(5);
    expect(Array.from({ length: 5 }, (_, i) => source.id(i))).toEqual([
      ...[0, 1, 2, 3].map((i) => `good/${i}.png`),
      "one.png",
    ]);
    const reasons = new Map(source.skipped.map(({ id, reason }) => [id, reason]));
    expect(reasons.size).toBe(source.skipped.length);
    expect(reasons.size).toBe(11);
    expect(reasons.get("empty.png")).toBe("the file is empty");
    expect(reasons.get("text.jpg")).toMatch(/^not a picture/);
    expect(reasons.get("drawing.png")).toMatch(/^not a picture/);
    expect(reasons.get("huge.png")).toMatch(/maxPixels/);
    expect(reasons.get("broken.png")).toMatch(/not there/);
    for (const format of ["jpeg", "png", "webp", "avif", "gif", "tiff"]) {
      expect(reasons.get(`cut.${format}`)).toMatch(/^corrupt, cut short/);
    }
    const { images } = await source.read([4]);
    expect([images[0], images[256], images[767]]).toEqual([16, 32, 48]);
    // Labels belong to the pictures that are left.
    expect((await source.labels())?.values).toEqual(Int32Array.of(0, 0, 0, 0, -1));
    expect((await source.labels())?.missing).toBe(1);
  });

  it("refuses a folder with too many of them, or nothing else", async () => {
    await expect(openImages(bad, { size: 8 })).rejects.toThrow(
      /^10 of the 16 pictures in .* cannot be read, more than the 5 %.*broken\.png/,
    );
    await put(folder, "all-bad/a.png", "");
    const failure = openImages(join(folder, "all-bad"), { maxSkipped: 1 });
    await expect(failure).rejects.toThrow(/No picture in .* can be read \(1 tried\); the first is a\.png/);
    await expect(failure).rejects.toBeInstanceOf(DataError);
  });

  it("skips the same ones when it comes from the disk cache", async () => {
    const options = { size: 16, maxSkipped: 1, maxPixels: 5000 };
    const cached = { ...options, store: "disk", cacheFolder: join(folder, "cache") } as const;
    const memory = await openImages(bad, options);
    for (let turn = 0; turn < 2; turn++) {
      const disk = await openImages(bad, cached);
      expect(disk.storedIn).toBe("disk");
      expect(disk.skipped).toEqual(memory.skipped);
      const every = [4, 0, 1, 2, 3, 2];
      expect((await disk.read(every)).images).toEqual((await memory.read(every)).images);
      await disk.close();
      await disk.close();
      await expect(disk.read([0])).rejects.toThrow(DataError);
    }
    await expect(openImages(bad, { ...cached, maxSkipped: 0.05 })).rejects.toThrow(/cannot be read/);
  });
});

describe("folders", () => {
  it("finds pictures of any depth, in one order, whatever their names", async () => {
    const tree = join(folder, "tree");
    const png = await plain("red").png().toBuffer();
    for (const path of ["b/éß/日本.png", "a.PNG", "b/10.png", "b/9.png", "Z/🦊.png"])
      await put(tree, path, png);
    await symlink(tree, join(tree, "b", "loop"));
    await symlink(join(tree, "a.PNG"), join(tree, "b", "link.png"));
    const source = await openImages(tree);
    const ids = Array.from({ length: source.length }, (_, i) => source.id(i));
    expect(ids).toEqual(["Z/🦊.png", "a.PNG", "b/10.png", "b/9.png", "b/link.png", "b/éß/日本.png"]);
    expect((await openImages(tree, { limit: 2 })).length).toBe(2);
    expect(() => source.id(6)).toThrow(RangeError);
  });

  it("reads labels from folder names, only where they make sense", async () => {
    const tree = join(folder, "classes");
    const png = await plain("red").png().toBuffer();
    for (const path of ["10/a.png", "9/x/b.png", "9/c.png"]) await put(tree, path, png);
    const source = await openImages(tree);
    expect(await source.labels()).toMatchObject({
      values: Int32Array.of(1, 0, 0),
      classNames: ["9", "10"],
      missing: 0,
    });
    expect((await (await openImages(tree, { labels: "parent" })).labels())?.classNames).toEqual(
      ["10", "9", "x"].sort(),
    );
    const none = await openImages(tree, { labels: "none" });
    expect([none.hasLabels, await none.labels()]).toEqual([false, null]);
    expect((await openImages(join(tree, "9"))).hasLabels).toBe(false);
    await expect(openImages(join(tree, "10"), { labels: "folders" })).rejects.toThrow(/lie directly in/);
    await expect(openImages(tree, { labels: "none.csv" })).rejects.toThrow(/none\.csv does not exist/);
  });

  it("takes the train folder of a data set with splits, and others on request", async () => {
    const sets = join(folder, "sets");
    await put(sets, "train/a/1.png", await plain("red").png().toBuffer());
    await put(sets, "train/b/2.png", await plain("red").png().toBuffer());
    await put(sets, "val/a/3.png", await plain("red").png().toBuffer());
    const ids = async (split?: "train" | "test" | "all") => {
      const source = await openImages(sets, { split });
      return Array.from({ length: source.length }, (_, i) => source.id(i));
    };
    expect(await ids()).toEqual(["a/1.png", "b/2.png"]);
    expect(await ids("test")).toEqual(["a/3.png"]);
    expect(await ids("all")).toHaveLength(3);
    await expect(openImages(join(sets, "train"), { split: "test" })).rejects.toThrow(/it has a, b/);
  });

  it("says what is wrong with data that is none", async () => {
    await mkdir(join(folder, "vacant"), { recursive: true });
    await put(folder, "texts/a.txt", "hello");
    await put(folder, "single/a.png", await plain("red").png().toBuffer());
    const cases: [string, RegExp][] = [
      [join(folder, "vacant"), /is empty; expected pictures/],
      [join(folder, "texts"), /There are no pictures in/],
      [join(folder, "texts", "a.txt"), /is a file; expected a folder/],
      [
        join(folder, "single", "a.png"),
        /is one picture; expected a folder of pictures: give .*single instead/,
      ],
      [join(folder, "vacnat"), /does not exist.* Did you mean .*vacant\?/],
      ["mnits", /does not exist.* Did you mean mnist\?/],
      [join(folder, "texts", "far-away"), /far-away does not exist: [^?]*$/],
    ];
    for (const [data, message] of cases) {
      await expect(openImages(data)).rejects.toThrow(message);
      await expect(openImages(data)).rejects.toBeInstanceOf(DataError);
    }
  });

  it("reports progress and can be stopped", async () => {
    const seen: number[] = [];
    await openImages(join(folder, "tree"), { onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen.at(-1)).toBe(1);
    const stop = new AbortController();
    const opening = openImages(join(folder, "tree"), {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error("enough")),
    });
    await expect(opening).rejects.toThrow("enough");
  });
});
