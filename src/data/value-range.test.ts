import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { openImages, readImage } from "./index.js";
import { put, temporaryFolder, tiff } from "./made-data.suite.js";
import { rangeOf, withoutMissing } from "./value-range.js";

const folder = await temporaryFolder();
const ramp = Float32Array.from({ length: 256 }, (_, i) => i / 255);

async function greys(path: string, options = {}) {
  const source = await openImages(path, { size: 16, ...options });
  const { images } = await source.read([0]);
  return { source, images, levels: new Set(images).size };
}

describe("pictures of more than 8 bits", () => {
  it.each([
    ["floating point of 0 to 1", Float32Array.from(ramp), [0, 1]],
    ["heights", Float32Array.from(ramp, (x) => 500 + 1500 * x), [500, 2000]],
    ["signed 16 bits", Int16Array.from(ramp, (x) => 4000 * x - 1000), [-1000, 3000]],
    ["signed 32 bits", Int32Array.from(ramp, (x) => 4e6 * x - 1e6), [-1e6, 3e6]],
    ["signed 8 bits", Int8Array.from(ramp, (x) => 255 * x - 128), [-128, 127]],
    ["12 bits in 16", Uint16Array.from(ramp, (x) => 4095 * x), [0, 4095]],
    ["16 bits", Uint16Array.from(ramp, (x) => 65535 * x), [0, 65535]],
    ["floating point of 0 to 255", Float32Array.from(ramp, (x) => 255 * x), [0, 255]],
  ] as const)("keep their grey levels: %s", async (name, values, range) => {
    await put(folder, `${name}/a.tif`, tiff(values, 16, 16));
    const { source, images, levels } = await greys(join(folder, name));
    expect(source.shape).toEqual([1, 16, 16]);
    expect(source.valueRange![0]).toBeCloseTo(range[0], 0);
    expect(source.valueRange![1]).toBeCloseTo(range[1], 0);
    expect(levels).toBeGreaterThan(240);
    for (const [i, value] of images.entries()) expect(Math.abs(value - i)).toBeLessThanOrEqual(1);
    expect(source.notes.join(" ")).toMatch(/Pictures of more than 8 bits are scaled: .* becomes black/);
    // As later commands read them: with the range that the run's configuration has.
    const again = await greys(join(folder, name), { valueRange: source.valueRange, channels: 1 });
    expect(again.images).toEqual(images);
    const query = await readImage(join(folder, name, "a.tif"), [1, 16, 16], {
      valueRange: source.valueRange!,
    });
    expect(Uint8Array.from(query)).toEqual(images);
  });

  it("keep it in PNG, with transparency, and in colour", async () => {
    const pixels = Uint16Array.from({ length: 4 * 256 }, (_, i) => (i % 4 === 3 ? 65535 : 16 * (i >> 2)));
    const raw = sharp(pixels, { raw: { width: 16, height: 16, channels: 4 } });
    await put(folder, "alpha/a.png", await raw.toColourspace("rgb16").png().toBuffer());
    const { source, levels } = await greys(join(folder, "alpha"));
    expect(source.shape[0]).toBe(3);
    expect(levels).toBeGreaterThan(240);
  });

  it("have one range for all of them, and leave those of 8 bits as they are", async () => {
    await put(
      folder,
      "both/a.tif",
      tiff(
        Uint16Array.from(ramp, (x) => 1000 * x),
        16,
        16,
      ),
    );
    await put(
      folder,
      "both/b.tif",
      tiff(
        Uint16Array.from(ramp, (x) => 3000 + 1000 * x),
        16,
        16,
      ),
    );
    await put(
      folder,
      "both/c.tif",
      tiff(
        Uint8Array.from(ramp, (x) => 100 * x),
        16,
        16,
      ),
    );
    const source = await openImages(join(folder, "both"), { size: 16 });
    const { images } = await source.read([0, 1, 2]);
    const greatest = (i: number) => Math.max(...images.subarray(256 * i, 256 * (i + 1)));
    const [a, b, c] = [greatest(0), greatest(1), greatest(2)];
    expect(Math.abs(a - 64)).toBeLessThanOrEqual(1);
    expect([b, c]).toEqual([255, 100]);
  });

  it("take the range that is given", async () => {
    await put(
      folder,
      "given/a.tif",
      tiff(
        Float32Array.from(ramp, (x) => 100 * x),
        16,
        16,
      ),
    );
    const { images } = await greys(join(folder, "given"), { valueRange: [0, 255] });
    expect(Math.max(...images)).toBe(100);
    await expect(openImages(join(folder, "given"), { valueRange: [5, 5] })).rejects.toThrow(ConfigError);
  });

  it("are not blinded by what marks missing values, nor by what is no number", async () => {
    const values = Float32Array.from(ramp, (x, i) => (i % 9 === 0 ? (i % 2 ? Number.NaN : -9999) : 100 * x));
    await put(folder, "missing/a.tif", tiff(values, 16, 16));
    const { source, images, levels } = await greys(join(folder, "missing"));
    expect(source.valueRange).toEqual([expect.closeTo(0, 0), expect.closeTo(100, 0)]);
    expect(levels).toBeGreaterThan(200);
    expect([images[0], images[9], images[18]]).toEqual([0, 0, 0]);
  });
});

describe("the range of values", () => {
  const sorted = (values: readonly number[]) => Float64Array.from(values).sort();
  const hundred = Array.from({ length: 100 }, (_, i) => i);

  it("is a usual one where half of it is used, else their own", () => {
    expect(rangeOf(sorted([0.1, 0.4, 0.7]))).toEqual([0, 1]);
    expect(rangeOf(sorted(hundred.map((x) => 2 * x)))).toEqual([0, 255]);
    expect(rangeOf(sorted(hundred.map((x) => 500 * x)))).toEqual([0, 65535]);
    expect(rangeOf(sorted(hundred.map((x) => 40 * x)))).toEqual([0, 3960]);
    expect(rangeOf(sorted([-1, 0, 1]))).toEqual([-1, 1]);
  });

  it("leaves out a thousandth at either end", () => {
    const values = Array.from({ length: 10_000 }, (_, i) => (i < 3 ? 1e5 + i : i / 10));
    expect(rangeOf(sorted(values))[1]).toBeLessThan(1001);
  });

  it("is that of one value alone", () => {
    expect(rangeOf(sorted([0, 0]))).toEqual([0, 1]);
    expect(rangeOf(sorted([700, 700]))).toEqual([0, 65535]);
    expect(rangeOf(sorted([-5]))).toEqual([-5, 0]);
    expect(rangeOf(sorted([1e9]))).toEqual([0, 1e9]);
  });

  it("drops lone values at the ends, but not of pictures with few levels", () => {
    expect(withoutMissing(sorted([-9999, -9999, ...hundred, 1e6]))).toEqual(sorted(hundred));
    expect(withoutMissing(sorted([0, 4000, 4095]))).toEqual(sorted([0, 4000, 4095]));
    expect(withoutMissing(sorted(hundred))).toEqual(sorted(hundred));
  });
});
