import { describe, expect, it } from "vitest";
import { decodeFile } from "./decode-file.js";
import { plain, put, temporaryFolder } from "./made-data.suite.js";
import { tiffValues, unusualTiff } from "./tiff-values.js";

/** A picture of one row whose directory comes first. */
function tiff({ bits = 8, channels = 1, width = 2, big = false }): Buffer {
  const entries = [
    [256, width],
    [257, 1],
    [258, bits],
    [259, 1],
    [262, 1],
    [273, 512],
    [277, channels],
    [278, 1],
    [279, (width * channels * bits) / 8],
    [339, 3],
  ] as const;
  const bytes = Buffer.alloc(512 + (width * channels * bits) / 8);
  const put16 = (value: number, at: number) =>
    big ? bytes.writeUInt16BE(value, at) : bytes.writeUInt16LE(value, at);
  const put32 = (value: number, at: number) =>
    big ? bytes.writeUInt32BE(value, at) : bytes.writeUInt32LE(value, at);
  bytes.write(big ? "MM" : "II");
  put16(42, 2);
  put32(8, 4);
  put16(entries.length, 8);
  for (const [i, [tag, value]] of entries.entries()) {
    const at = 10 + 12 * i;
    const count = tag === 258 || tag === 339 ? channels : 1;
    put16(tag, at);
    put16(3, at + 2);
    put32(count, at + 4);
    if (count <= 2) for (let k = 0; k < count; k++) put16(value, at + 8 + 2 * k);
    else {
      put32(200 + 20 * i, at + 8);
      for (let k = 0; k < count; k++) put16(value, 200 + 20 * i + 2 * k);
    }
  }
  return bytes;
}

describe("the values of a TIFF file", () => {
  it("are read from its first directory, in either order of bytes", async () => {
    for (const big of [false, true]) {
      expect(tiffValues(tiff({ bits: 64, big }))).toEqual({ bits: 64, channels: 1 });
      expect(tiffValues(tiff({ bits: 16, channels: 2, big }))).toEqual({ bits: 16, channels: 2 });
      expect(tiffValues(tiff({ bits: 16, channels: 5, big }))).toEqual({ bits: 16, channels: 5 });
    }
    expect(tiffValues(await plain("red", 4).tiff().toBuffer())).toEqual({ bits: 8, channels: 3 });
    for (const broken of [
      tiff({}).subarray(0, 12),
      Buffer.from("II*\0\xff\xff\xff\x7f", "latin1"),
      Buffer.from("II+\0"),
    ])
      expect(unusualTiff(broken)).toBeNull();
  });

  it("are named where they are why it is not read", async () => {
    const folder = await temporaryFolder();
    const target = {
      decodedSide: 4,
      channels: 1,
      height: 4,
      width: 4,
      background: "white",
      fit: "contain",
      maxPixels: 99,
      valueRange: null,
    } as const;
    const reason = async (bytes: Uint8Array) => decodeFile(await put(folder, "a.tif", bytes), [target]);
    expect(await reason(tiff({ bits: 64 }))).toEqual({
      reason: "its values have 64 bits: save it with 32 bits a value, or fewer",
    });
    expect(await reason(tiff({ bits: 16, channels: 5 }))).toMatchObject({
      reason: expect.stringMatching(/^it has 5 channels: /) as string,
    });
    expect(await reason(tiff({ bits: 32 }).subarray(0, 515))).toEqual({
      reason: "corrupt, cut short or an unsupported kind of tiff",
    });
  });
});
