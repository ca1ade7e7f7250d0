import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DataError } from "../errors.js";
import { openImages } from "./index.js";
import { idx, put, temporaryFolder } from "./made-data.suite.js";
import { readIdxLabels } from "./read-idx.js";

const folder = await temporaryFolder();
const pixels = Uint8Array.from({ length: 5 * 3 * 4 }, (_, i) => i * 4);
const images = idx(8, [5, 3, 4], pixels);
const labels = idx(8, [5], [3, 0, 3, 1, 1]);

describe("IDX pictures", () => {
  it("reads a pair of files, gzipped or not, to the same bytes", async () => {
    await put(folder, "plain/train-images-idx3-ubyte", images);
    await put(folder, "plain/train-labels-idx1-ubyte", labels);
    await put(folder, "packed/images.idx3-ubyte.gz", gzipSync(images));
    await put(folder, "packed/labels.idx1-ubyte.gz", gzipSync(labels));
    for (const [name, prefix] of [
      ["plain", "train/"],
      ["packed", ""],
    ] as const) {
      const source = await openImages(join(folder, name));
      expect(source.shape).toEqual([1, 3, 4]);
      expect((await source.read([0, 1, 2, 3, 4])).images).toEqual(pixels);
      expect((await source.read([3])).images).toEqual(pixels.slice(36, 48));
      expect(source.id(3)).toBe(`${prefix}3`);
      // Class numbers stay what they are, also for a class without samples.
      expect(await source.labels()).toEqual({
        values: Int32Array.of(3, 0, 3, 1, 1),
        classNames: ["0", "1", "2", "3"],
        missing: 0,
      });
    }
    const two = await openImages(join(folder, "plain"), { limit: 2, channels: 3, labels: "none" });
    expect((await two.read([1])).images).toEqual(
      Uint8Array.from([...pixels.slice(12, 24), ...pixels.slice(12, 24), ...pixels.slice(12, 24)]),
    );
    expect([two.length, two.hasLabels]).toEqual([2, false]);
    const gone = openImages(join(folder, "plain"), { labels: "gone-labels-idx1-ubyte" });
    await expect(gone).rejects.toThrow(/labels file gone-labels-idx1-ubyte does not exist/);
  });

  it("resizes, and keeps the disk store equal", async () => {
    const path = join(folder, "plain", "train-images-idx3-ubyte");
    const memory = await openImages(path, { size: 6 });
    const disk = await openImages(path, { size: 6, memoryBudget: 10, cacheFolder: join(folder, "cache") });
    expect([memory.storedIn, disk.storedIn, disk.shape]).toEqual(["memory", "disk", [1, 6, 6]]);
    const all = [4, 1, 2, 3, 0];
    expect((await disk.read(all)).images).toEqual((await memory.read(all)).images);
    await disk.close();
  });

  it("opens mnist from its package", async () => {
    const source = await openImages("mnist", { split: "test", limit: 3 });
    expect([source.name, source.length, source.shape]).toEqual(["mnist test", 3, [1, 28, 28]]);
    // The first test digits are known: 7, 2, 1.
    expect((await source.labels())?.values).toEqual(Int32Array.of(7, 2, 1));
    expect((await source.labels())?.classNames).toHaveLength(10);
  });

  it("says what is wrong", async () => {
    await put(folder, "short/images-idx3-ubyte", images.subarray(0, 60));
    await put(folder, "short-gz/images-idx3-ubyte.gz", gzipSync(images.subarray(0, 60)));
    await put(folder, "cut-gz/images-idx3-ubyte.gz", gzipSync(images).subarray(0, 40));
    await put(folder, "none/images-idx3-ubyte", idx(8, [0, 3, 4], []));
    await put(folder, "floats/images-idx3-ubyte", idx(13, [1, 1, 1], [0, 0, 0, 0]));
    await put(folder, "text/images-idx3-ubyte", "hello");
    await put(folder, "odd/images-idx3-ubyte", images);
    await put(folder, "odd/labels-idx1-ubyte", idx(8, [4], [1, 2, 3, 4]));
    const cases: [string, RegExp][] = [
      ["short", /has 60 bytes, but its header announces 76/],
      ["short-gz", /says it holds 5 records of 12 bytes, but ends after 3/],
      ["cut-gz", /could not be read \(.*\); download it again/],
      ["none", /holds no pictures/],
      ["floats", /should hold pictures as bytes/],
      ["text", /is not an IDX file/],
    ];
    for (const [name, message] of cases) {
      await expect(openImages(join(folder, name))).rejects.toThrow(message);
      await expect(openImages(join(folder, name))).rejects.toBeInstanceOf(DataError);
    }
    const odd = await openImages(join(folder, "odd"));
    await expect(odd.labels()).rejects.toThrow(/holds 4 labels, but .* holds 5 pictures/);
    await expect(openImages(join(folder, "plain"), { split: "test" })).rejects.toThrow(/0 IDX picture files/);
  });

  it("refuses from its header what announces more than it can hold", async () => {
    // Zeros pack to a thousandth: only the pictures tell that there cannot be so many labels.
    const many = 2_000_000;
    await put(folder, "bomb/images-idx3-ubyte", images);
    await put(folder, "bomb/labels-idx1-ubyte.gz", gzipSync(idx(8, [many], new Uint8Array(many))));
    const source = await openImages(join(folder, "bomb"));
    await expect(source.labels()).rejects.toThrow(
      /holds 2000000 labels, but .*images-idx3-ubyte holds 5 pictures/,
    );
    await put(folder, "hollow/images-idx3-ubyte.gz", gzipSync(idx(8, [2 ** 31, 28, 28], [1, 2, 3])));
    await expect(openImages(join(folder, "hollow"))).rejects.toThrow(
      /has \d+ bytes, but its header announces 1683627180048; download it again/,
    );
    const labelled = await put(folder, "short-labels-idx1-ubyte", idx(8, [5], [1, 2]));
    await expect(readIdxLabels(labelled, 5, "pictures")).rejects.toThrow(
      /has 10 bytes, but its header announces 13/,
    );
  });

  it("ends with a result or a DataError for any bytes", async () => {
    const header = fc.tuple(
      fc.constantFrom(8, 9, 11, 12, 13, 14, 0, 200),
      fc.array(fc.oneof(fc.nat(6), fc.constantFrom(2 ** 31, 2 ** 32 - 1)), { maxLength: 4 }),
      fc.uint8Array({ maxLength: 40 }),
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      header.map(([type, dims, values]) => idx(type, dims, values)),
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom("no", "yes", "cut"), async (content, gzip) => {
        const packed = gzip === "no" ? content : gzipSync(content);
        const file = gzip === "cut" ? packed.subarray(0, packed.length - 5) : packed;
        const path = await put(folder, `fuzz/${run++ % 4}-images-idx3-ubyte`, file);
        const tries = [openImages(path, { size: 4, labels: "none" }), readIdxLabels(path, 3, "pictures")];
        for (const result of await Promise.allSettled(tries)) {
          if (result.status === "rejected" && !(result.reason instanceof DataError)) throw result.reason;
        }
      }),
      { numRuns: 150 },
    );
  });
});
