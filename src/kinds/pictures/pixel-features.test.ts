import { describe, expect, it } from "vitest";
import { permutation } from "../../data/index.js";
import { pixelFeatures, pixelRows, pixelWidth } from "./pixel-features.js";

type PixelSource = Parameters<typeof pixelFeatures>[0];

function pictures(count: number, shape: readonly [number, number, number]) {
  const size = shape[0] * shape[1] * shape[2];
  const images = Uint8Array.from(permutation(count * size, [1]), (v) => v % 256);
  const source = {
    name: "made",
    kind: "pictures",
    length: count,
    shape,
    sizeNote: "",
    skipped: [],
    notes: [],
    storedIn: "memory",
    id: String,
    hasLabels: false,
    labels: async () => null,
    close: async () => {},
    read: async (indices: ArrayLike<number>) => ({
      images: Uint8Array.from(
        Array.from(indices).flatMap((i) => [...images.slice(i * size, (i + 1) * size)]),
      ),
    }),
  } satisfies PixelSource;
  return { images, source };
}

describe("pixel features", () => {
  it("are the bytes over 255, in order, for small pictures", async () => {
    const { images, source } = pictures(3, [3, 4, 5]);
    const { vectors, dimensions } = await pixelFeatures(source);
    expect(dimensions).toBe(60);
    vectors.forEach((value, i) => {
      expect(value).toBeCloseTo(images[i]! / 255, 6);
    });
  });

  it("average blocks of large pictures, also where the last block is smaller", async () => {
    const { images, source } = pictures(2, [1, 40, 65]);
    const { vectors, dimensions } = await pixelFeatures(source);
    const [h, w] = [14, 22]; // factor 3: 40 → 13 blocks of 3 and one of 1, 65 → 21 of 3 and one of 2
    expect(dimensions).toBe(h * w);
    const mean = (n: number, rows: number[], columns: number[]) => {
      const bytes = rows.flatMap((y) => columns.map((x) => images[n * 2600 + y * 65 + x]!));
      return bytes.reduce((a, b) => a + b, 0) / bytes.length / 255;
    };
    expect(vectors[0]).toBeCloseTo(mean(0, [0, 1, 2], [0, 1, 2]), 6);
    expect(vectors[h * w + w - 1]).toBeCloseTo(mean(1, [0, 1, 2], [63, 64]), 6);
    expect(vectors[2 * h * w - 1]).toBeCloseTo(mean(1, [39], [63, 64]), 6);

    expect(pixelWidth([1, 40, 65])).toBe(h * w);
    const drawn = pixelRows(
      Float32Array.from(images, (byte) => byte / 255),
      [1, 40, 65],
      1,
    );
    expect(drawn.vectors).toHaveLength(vectors.length);
    drawn.vectors.forEach((value, i) => {
      expect(value).toBeCloseTo(vectors[i]!, 6);
    });
  });
});
