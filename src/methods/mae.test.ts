import { describe, expect, it } from "vitest";
import { vit } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { changedWhereHidden, drawAgain, isHidden, samples, side, somePictures } from "./hiding.suite.js";
import { mae } from "./index.js";
import { describeMethod } from "./method.suite.js";
import { tracing } from "./tracing.suite.js";

const small = { decoderWidth: 16 };

describeMethod("mae", { method: mae(small), learningRate: 2e-3 });
describeMethod("mae, pixels as they are", {
  method: mae({ ...small, normalisedPixels: false, maskShare: 0.5 }),
  channels: 3,
});

describe("what mae draws", () => {
  it("hides three quarters of the patches and keeps the others as they are", async () => {
    const images = somePictures();
    const { masked, output } = await drawAgain(mae(small), images);
    for (let n = 0; n < samples; n++) {
      const pixels = masked.slice(n * side * side, (n + 1) * side * side);
      expect(pixels.filter((pixel) => isHidden(pixel)).length).toBe(0.75 * side * side);
    }
    images.forEach((byte, i) => {
      if (!isHidden(masked[i]!)) expect(output[i]).toBeCloseTo(byte / 255, 5);
    });
  });

  it("makes hidden pixels without seeing them", async () => {
    const method = mae({ ...small, normalisedPixels: false });
    const images = somePictures();
    const drawn = await drawAgain(method, images);
    const again = await drawAgain(method, changedWhereHidden(images, drawn.masked));
    expect(again.output).toEqual(drawn.output);
    expect(again.error).not.toEqual(drawn.error);
  });

  it("puts normalised predictions at the hidden patch's own brightness", async () => {
    const images = somePictures().map((byte) => 80 + (byte % 40));
    const { masked, output } = await drawAgain(mae(small), images);
    const brighter = await drawAgain(
      mae(small),
      images.map((byte, i) => (isHidden(masked[i]!) ? byte + 50 : byte)),
    );
    output.forEach((pixel, i) => {
      expect(brighter.output[i]).toBeCloseTo(isHidden(masked[i]!) ? pixel + 50 / 255 : pixel, 4);
    });
  });
});

it("mae refuses pictures of a single patch", () => {
  const encoder = vit({ width: 16, depth: 1, heads: 2, patch: 8 });
  const step = () => mae(small).step(tracing(mae(small), { encoder, shape: [2, 1, 8, 8], views: ["x"] }));
  expect(step).toThrow(ConfigError);
  expect(step).toThrow(/pictures of 8 x 8 are a single patch of 8 pixels/);
});
