import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { openImages, readImage } from "./index.js";
import { noise, put, temporaryFolder } from "./made-data.suite.js";

/** How often files are read whole, and asked whether they changed, and pictures decoded. */
const done = vi.hoisted(() => ({ reads: 0, decodes: 0, asked: 0 }));
vi.mock("node:fs/promises", async (original) => {
  const fs = await original<typeof import("node:fs/promises")>();
  return {
    ...fs,
    async readFile(...args: Parameters<typeof fs.readFile>) {
      if (/\.(jpg|png)$/.test(String(args[0]))) done.reads++;
      return fs.readFile(...args);
    },
    async stat(...args: Parameters<typeof fs.stat>) {
      if (/\.(jpg|png)$/.test(String(args[0]))) done.asked++;
      return fs.stat(...args);
    },
  };
});
vi.mock("./sharp-picture.js", async (original) => {
  const own = await original<typeof import("./sharp-picture.js")>();
  return {
    sharpPicture(...args: Parameters<typeof own.sharpPicture>) {
      const picture = own.sharpPicture(...args);
      const clone = picture.clone.bind(picture);
      return Object.assign(picture, {
        clone: () => {
          done.decodes++;
          return clone();
        },
      });
    },
  };
});

const folder = await temporaryFolder();
await put(folder, "in/a.jpg", await noise(1, 300, 200).jpeg().toBuffer());
await put(folder, "in/b.jpg", await noise(2, 200, 300).jpeg().toBuffer());
await put(folder, "in/c.png", await noise(3, 220, 300).png().toBuffer());
const open = (options = {}) => openImages(join(folder, "in"), { size: 32, cacheFolder: "none", ...options });

beforeEach(() => {
  done.reads = 0;
  done.decodes = 0;
  done.asked = 0;
});

describe("a picture that is kept whole beside a smaller one", () => {
  it("is read and decoded once for both, to the bytes that each has alone", async () => {
    const both = await open({ storeSize: "auto" });
    expect(both.whole?.shape).toEqual([3, 98, 98]);
    expect(done).toMatchObject({ reads: 3, decodes: 3 });
    const alone = await open();
    const indices = [0, 1, 2];
    expect((await both.read(indices)).images).toEqual((await alone.read(indices)).images);
    // As a run that goes on opens it: with the shape that its configuration has.
    const again = await open({ storeSize: [98, 98] });
    expect(await again.whole!.read(indices)).toEqual(await both.whole!.read(indices));
    const query = await readImage(join(folder, "in/b.jpg"), alone.shape);
    expect((await alone.read([1])).images).toEqual(query);
  });

  it("is decoded once more where only one of the two is in the cache", async () => {
    const cacheFolder = join(folder, "cache");
    await open({ cacheFolder, keepAfter: 0 });
    expect(done.decodes).toBe(3);
    await open({ cacheFolder, keepAfter: 0, storeSize: "auto" });
    expect(done.decodes).toBe(6);
    done.asked = 0;
    const source = await open({ cacheFolder, keepAfter: 0, storeSize: "auto" });
    expect(done.decodes).toBe(6);
    expect(source.whole?.shape).toEqual([3, 98, 98]);
    // Whether the files are the same is asked once for both.
    expect(done.asked).toBe(3);
  });
});
