import { describe, expect, it } from "vitest";
import { vit } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { changedWhereHidden, drawAgain, isHidden, samples, side, somePictures } from "./hiding.suite.js";
import { simmim } from "./index.js";
import { describeMethod } from "./method.suite.js";
import { tracing } from "./tracing.suite.js";

describeMethod("simmim", { method: simmim({ maskPatch: 1 }), steps: 40 });

describe("what simmim draws", () => {
  /** Patches of 4x4 pixels in a grid of 4x4 that are covered, of each picture; patches are covered as a whole. */
  const covered = (masked: readonly number[]) =>
    Array.from({ length: samples }, (_, n) =>
      Array.from({ length: 16 }, (_, patch) => {
        const first = n * side * side + 4 * Math.floor(patch / 4) * side + 4 * (patch % 4);
        const pixels = Array.from({ length: 16 }, (_, k) =>
          isHidden(masked[first + Math.floor(k / 4) * side + (k % 4)]!),
        );
        expect(new Set(pixels).size).toBe(1);
        return pixels[0]!;
      }),
    );
  const count = (flags: readonly boolean[]) => flags.filter(Boolean).length;

  it("covers squares of patches as one, cut at the edges", async () => {
    // Two of the four squares of 2x2 patches.
    for (const flags of covered((await drawAgain(simmim(), somePictures())).masked)) {
      expect(count(flags)).toBe(8);
      for (const corner of [0, 2, 8, 10])
        expect(new Set([0, 1, 4, 5].map((step) => flags[corner + step])).size).toBe(1);
    }
    // Squares of 3x3 patches: one of nine, two of three and one of a single patch, of which two are covered.
    const cut = covered((await drawAgain(simmim({ maskPatch: 3 }), somePictures())).masked);
    for (const flags of cut) expect([4, 6, 10, 12]).toContain(count(flags));
    const single = covered((await drawAgain(simmim({ maskPatch: 1 }), somePictures())).masked);
    expect(single.map(count)).toEqual(Array(samples).fill(10));
  });

  it("makes covered pixels without seeing them, and no others", async () => {
    const images = somePictures();
    const drawn = await drawAgain(simmim(), images);
    const again = await drawAgain(simmim(), changedWhereHidden(images, drawn.masked));
    expect(again.output).toEqual(drawn.output);
    expect(again.error).not.toEqual(drawn.error);
    images.forEach((byte, i) => {
      if (!isHidden(drawn.masked[i]!)) expect(drawn.output[i]).toBeCloseTo(byte / 255, 5);
    });
  });
});

it("simmim refuses squares of which a picture is one", () => {
  const encoder = vit({ width: 16, depth: 1, heads: 2 });
  const step = (maskPatch: number) => {
    const method = simmim({ maskPatch });
    return method.step(tracing(method, { encoder, shape: [2, 1, 12, 16], views: ["x"] }));
  };
  expect(() => step(4)).toThrow(ConfigError);
  expect(() => step(4)).toThrow(
    /4 patches a side \(16 pixels\) leave pictures of 12 x 16 in one.*`method\.maskPatch: 2`/,
  );
  expect(step(3).embedding.shape).toEqual([2, 16]);
});
