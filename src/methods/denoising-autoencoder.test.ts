import { describe, expect, it } from "vitest";
import type { Encoder } from "../encoders/index.js";
import { mean, reshape, square, sub, type Tensor } from "../tensor/index.js";
import { denoisingAutoencoder } from "./index.js";
import { look, pictureDeviation, pictureMean, spread, wavesOf } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";

describeMethod("denoising-autoencoder", { method: denoisingAutoencoder() });

/** Encoder and decoder that change nothing. */
const identity: Encoder = {
  name: "identity",
  options: {},
  reads: "pictures",
  learningRateScale: 1,
  tokens: false,
  normalisesBatch: false,
  apply: (_, x) => ({ embedding: reshape(x, [x.shape[0] ?? 0, -1]), layers: new Map() }),
  decode: (_, code, picture) => reshape(code, [code.shape[0] ?? 0, ...picture]),
};

describe("denoising-autoencoder", () => {
  const shape = [16, 1, 16, 16] as const;

  it("adds noise of its deviation, and charges a copying model exactly that noise", async () => {
    const method = denoisingAutoencoder({ noise: 0.3 });
    const { loss, noise } = await look(
      method,
      (context) => {
        const { loss, embedding } = method.step(context);
        return { loss: loss as Tensor, noise: sub(embedding, reshape(context.x, [16, -1])) };
      },
      { shape, training: true, encoder: identity },
    );
    const { mean: centre, deviation } = spread(noise!);
    expect(Math.abs(centre)).toBeLessThan(0.02);
    expect(deviation).toBeGreaterThan(0.29);
    expect(deviation).toBeLessThan(0.31);
    expect(loss![0]).toBeCloseTo(deviation ** 2 + centre ** 2, 5);
  });

  it("without noise is the plain autoencoder", async () => {
    const method = denoisingAutoencoder({ noise: 0 });
    const { loss, plain } = await look(
      method,
      (context) => ({
        loss: method.step(context).loss as Tensor,
        plain: mean(square(sub(context.decode(context.encode(context.x)), context.x))),
      }),
      { training: true },
    );
    expect(loss![0]).toBeCloseTo(plain![0]!, 6);
  });

  it("shows the noisy picture, anew with another step, and measures against the clean one", async () => {
    const method = denoisingAutoencoder();
    const drawn = (step: number) =>
      look(
        method,
        (context) => {
          const { panels, error } = method.reconstruct!(context);
          return { ...panels, error: error as Tensor };
        },
        { step, encoder: identity },
      );
    const [first, second] = [await drawn(0), await drawn(1)];
    expect(Object.keys(first).sort()).toEqual(["error", "noisy", "output"]);
    expect(first.noisy).not.toEqual(second.noisy);
    const pixels = wavesOf(256).map((value) => value * pictureDeviation + pictureMean);
    expect(first.noisy!.some((value, i) => Math.abs(value - pixels[i]!) > 0.1)).toBe(true);
    expect(spread(first.error!).mean).toBeGreaterThan(0.15);
  });
});
