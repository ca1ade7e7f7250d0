import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { deepValues } from "./deep-values.js";
import { openImages, readImage } from "./index.js";
import { half, put, temporaryFolder, tiff } from "./made-data.suite.js";
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
    ["unsigned 32 bits", Uint32Array.from(ramp, (x) => 4e9 * x), [0, 4e9]],
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

  it.each([
    ["of 0.25 to 1.25", (x: number) => 0.25 + x, [0.25, 1.25]],
    ["of heights", (x: number) => 500 + 1500 * x, [500, 2000]],
    ["below 0", (x: number) => -2 - 3 * x, [-5, -2]],
  ] as const)("keep them where they are halves %s", async (name, value, [low, high]) => {
    await put(
      folder,
      `half ${name}/a.tif`,
      tiff(
        Uint16Array.from(ramp, (x) => half(value(x))),
        16,
        16,
        3,
      ),
    );
    const { source, levels, images } = await greys(join(folder, `half ${name}`));
    expect(source.valueRange![0]).toBeCloseTo(low, 1);
    expect(source.valueRange![1]).toBeCloseTo(high, 1);
    expect(levels).toBeGreaterThan(240);
    expect(Math.abs(images[100]! - (low < 0 ? 155 : 100))).toBeLessThanOrEqual(1);
  });

  it("keep them where some of the halves are no numbers", async () => {
    const bits = Uint16Array.from(ramp, (x, i) =>
      half(i === 100 ? Number.NaN : i === 101 ? 1 / 0 : 0.25 + x),
    );
    await put(folder, "half gaps/a.tif", tiff(bits, 16, 16, 3));
    const { source, images } = await greys(join(folder, "half gaps"));
    expect(source.valueRange![0]).toBeCloseTo(0.25, 1);
    expect([images[99], images[100], images[101], images[102]]).toEqual([
      expect.closeTo(99, -1),
      0,
      0,
      expect.closeTo(102, -1),
    ]);
  });

  it.each([
    ["signed 16 bits", (x: number) => 4000 * x - 1000, Int16Array],
    ["signed 8 bits", (x: number) => 255 * x - 128, Int8Array],
    ["floating point", (x: number) => x, Float32Array],
  ] as const)("keep colours of %s", async (name, value, kind) => {
    const colours = kind.from([...ramp].flatMap((x) => [value(x), value(1 - x), value(0.5)]));
    await put(folder, `colours ${name}/a.tif`, tiff(colours, 16, 16));
    const { source, images } = await greys(join(folder, `colours ${name}`));
    expect(source.shape[0]).toBe(3);
    for (const [i, value] of images.subarray(0, 256).entries()) {
      expect(Math.abs(value - i)).toBeLessThanOrEqual(2);
      expect(Math.abs(images[256 + i]! - (255 - i))).toBeLessThanOrEqual(2);
    }
  });

  it.each([
    ["signed", Int16Array, 32767, 1],
    ["unsigned", Uint16Array, 65535, 1],
    ["half", Uint16Array, half(1), 3],
  ] as const)("know what is opaque: %s 16 bits with alpha", async (name, type, opaque, kind) => {
    const of = (x: number) => (kind === 3 ? half(0.25 + x) : Math.round(20000 * x));
    const values = type.from([...ramp].flatMap((x, i) => [of(x), i < 128 ? opaque : 0]));
    await put(folder, `alpha ${name}/a.tif`, tiff(values, 16, 16, type === Int16Array ? 2 : kind));
    const options = { background: "white", channels: 1, valueRange: kind === 3 ? [0.25, 1.25] : [0, 20000] };
    const { images } = await greys(join(folder, `alpha ${name}`), options);
    for (const i of [0, 60, 127]) expect(Math.abs(images[i]! - i)).toBeLessThanOrEqual(1);
    expect([images[128], images[255]]).toEqual([255, 255]);
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

  it("lose no more than one pixel to what is no number, where they are shrunk while they are read", async () => {
    const gap = Float32Array.from(ramp, (x, i) => (i === 34 ? Number.NaN : x));
    const found = await deepValues(sharp(tiff(gap, 16, 16)), 64);
    expect([found?.height, found?.width]).toEqual([8, 8]);
    expect([...found!.values].filter(Number.isNaN).length).toBeLessThanOrEqual(1);
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
