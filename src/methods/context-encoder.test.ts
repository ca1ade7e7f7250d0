import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { changedWhereHidden, drawAgain, isHidden, samples, side, somePictures } from "./hiding.suite.js";
import { contextEncoder } from "./index.js";
import { describeMethod } from "./method.suite.js";

describeMethod("context-encoder", { method: contextEncoder({ overlap: 1 }), steps: 150, learningRate: 1e-2 });
describeMethod("context-encoder with a critic", {
  method: contextEncoder({ region: "random", adversarialWeight: 0.01 }),
  channels: 3,
  steps: 100,
  learningRate: 1e-2,
  lossFalls: false,
});

describe("what a context encoder draws", () => {
  const holes = (masked: readonly number[]) =>
    Array.from({ length: samples }, (_, n) =>
      masked
        .slice(n * side * side, (n + 1) * side * side)
        .flatMap((pixel, at) => (isHidden(pixel) ? [at] : [])),
    );

  it("takes out the middle", async () => {
    const { masked } = await drawAgain(contextEncoder({ region: "central" }), somePictures());
    const middle = Array.from({ length: side * side }, (_, at) => at).filter((at) =>
      [Math.floor(at / side), at % side].every((place) => place >= 4 && place < 12),
    );
    expect(holes(masked)).toEqual(Array(samples).fill(middle));
  });

  it("takes out a quarter anywhere, or blocks that cover no more", async () => {
    const one = holes((await drawAgain(contextEncoder({ region: "random" }), somePictures())).masked);
    expect(one.map((hole) => hole.length)).toEqual(Array(samples).fill(64));
    expect(new Set(one.map((hole) => hole.join())).size).toBeGreaterThan(1);
    const blocks = holes((await drawAgain(contextEncoder({}), somePictures())).masked);
    for (const hole of blocks) {
      expect(hole.length).toBeGreaterThanOrEqual(16);
      expect(hole.length).toBeLessThanOrEqual(64);
    }
  });

  it("fills the hole without seeing it, and nothing else", async () => {
    const images = somePictures();
    const drawn = await drawAgain(contextEncoder(), images);
    const again = await drawAgain(contextEncoder(), changedWhereHidden(images, drawn.masked));
    expect(again.output).toEqual(drawn.output);
    expect(again.error).not.toEqual(drawn.error);
    images.forEach((byte, i) => {
      if (!isHidden(drawn.masked[i]!)) expect(drawn.output[i]).toBeCloseTo(byte / 255, 5);
    });
  });

  it("hides less with an overlap, and refuses one that hides nothing", async () => {
    const overlapping = contextEncoder({ region: "central", overlap: 2 });
    expect(holes((await drawAgain(overlapping, somePictures())).masked)[0]!.length).toBe(16);
    await expect(drawAgain(contextEncoder({ overlap: 2 }), somePictures())).rejects.toThrow(ConfigError);
  });
});
