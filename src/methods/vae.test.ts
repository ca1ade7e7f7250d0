import { describe, expect, it } from "vitest";
import { linear } from "../encoders/index.js";
import type { Tensor } from "../tensor/index.js";
import { vae } from "./index.js";
import { look, pictureDeviation, pictureMean, spread, wavesOf } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";

describeMethod("vae", { method: vae({ latentDim: 4 }) });
describeMethod("vae of black and white", {
  method: vae({ latentDim: 4, binarise: "sample", beta: 0.1 }),
  steps: 80,
});
describeMethod("vae of densities", { method: vae({ latentDim: 4, likelihood: "gaussian", beta: 0.5 }) });

/** A model whose latent is the prior whatever it sees, and whose decoder says 1/2 everywhere. */
const blind = {
  "head/mean/weight": Array(8 * 3).fill(0),
  "head/logvar/weight": Array(8 * 3).fill(0),
  "decoder/pixels/weight": Array(4 * 9).fill(0),
};

describe("vae", () => {
  const pixels = wavesOf(4 * 64).map((value) => value * pictureDeviation + pictureMean);

  it("costs a blind model log 2 a pixel and no divergence", async () => {
    const method = vae({ latentDim: 3, binarise: "sample" });
    const read = await look(
      method,
      (context) => {
        const { loss, metrics } = method.step(context);
        return { loss: loss as Tensor, ...metrics, error: method.reconstruct!(context).error! };
      },
      { state: blind },
    );
    expect(read.kl![0]).toBeCloseTo(0, 5);
    expect(read.loss![0]).toBeCloseTo(64 * Math.LN2, 3);
    expect(read.negativeElbo![0]).toBeCloseTo(64 * Math.LN2, 3);
    read.error!.forEach((error) => {
      expect(error).toBeCloseTo(64 * Math.LN2, 3);
    });
  });

  it("costs a blind model of densities the deviation it has learned", async () => {
    const method = vae({ latentDim: 3, likelihood: "gaussian" });
    const s = -0.4;
    const { error } = await look(method, (context) => ({ error: method.reconstruct!(context).error! }), {
      state: { ...blind, "head/logDeviation": [s] },
    });
    const x = wavesOf(4 * 64);
    error!.forEach((nats, n) => {
      const squares = x.slice(n * 64, (n + 1) * 64).reduce((sum, value) => sum + value ** 2, 0);
      expect(nats).toBeCloseTo(squares / (2 * Math.exp(2 * s)) + 64 * (s + 0.5 * Math.log(2 * Math.PI)), 3);
    });
  });

  it("weighs the divergence with β, which may rise over the first part of training", async () => {
    const of = async (progress: number) => {
      const method = vae({ latentDim: 3, beta: 4, warmUp: 0.5 });
      const read = await look(
        method,
        (context) => {
          const { loss, metrics } = method.step(context);
          return { loss: loss as Tensor, ...metrics };
        },
        { progress },
      );
      const [loss, reconstruction, kl] = [read.loss, read.reconstruction, read.kl].map((value) => value![0]!);
      expect(kl).toBeGreaterThan(1e-3);
      expect(read.negativeElbo![0]).toBeCloseTo(reconstruction! + kl!, 4);
      return (loss! - reconstruction!) / kl!;
    };
    expect(await of(0)).toBeCloseTo(0, 2);
    expect(await of(0.25)).toBeCloseTo(2, 2);
    expect(await of(0.9)).toBeCloseTo(4, 2);
  });

  it("makes pictures black and white by a threshold, or by a draw with each intensity as probability", async () => {
    const seen = async (binarise: "threshold" | "sample", step: number) => {
      const method = vae({ latentDim: 3, binarise });
      const read = await look(
        method,
        (context) => ({ seen: method.reconstruct!(context).panels.binarised! }),
        { step },
      );
      return read.seen!.map(Math.round);
    };
    expect(await seen("threshold", 0)).toEqual(pixels.map((value) => (value > 0.5 ? 1 : 0)));
    const draws = await Promise.all(Array.from({ length: 12 }, (_, step) => seen("sample", step)));
    const average = pixels.map((_, i) => draws.reduce((sum, draw) => sum + draw[i]!, 0) / draws.length);
    const gaps = average.map((value, i) => value - pixels[i]!);
    expect(Math.abs(spread(gaps).mean)).toBeLessThan(0.03);
    expect(spread(gaps).deviation).toBeLessThan(0.17);
  });

  it("draws pictures of a standard normal prior, and infers the mean that probes compare", async () => {
    const method = vae({ latentDim: 3 });
    const { prior, pictures, inferred, projected } = await look(method, (context) => {
      const { generator, project } = method;
      const latents = generator!.prior(context, 500);
      return {
        prior: latents,
        pictures: generator!.decode(context, latents),
        inferred: generator!.infer!(context),
        projected: project!(context.scope, context.encode(context.x)),
      };
    });
    expect(Math.abs(spread(prior!).mean)).toBeLessThan(0.1);
    expect(Math.abs(spread(prior!).deviation - 1)).toBeLessThan(0.1);
    expect(pictures!.length).toBe(500 * 64);
    expect(pictures!.every((value) => value > 0 && value < 1)).toBe(true);
    expect(inferred).toEqual(projected);
  });

  it("estimates the bound without bias: the mean over draws is the closed form of a linear decoder", async () => {
    const method = vae({ latentDim: 2, likelihood: "gaussian" });
    const [draws, x] = [4000, [0.8, -0.5, 0.3, 1.1]];
    const [b, logvar, s] = [[0.9, -0.4, 0.2, 0.7, -0.6, 0.5, 0.3, 0.8], [-0.7, 0.4], -0.3];
    const { error, mu } = await look(
      method,
      (context) => ({
        error: method.reconstruct!(context).error!,
        mu: method.project!(context.scope, context.encode(context.x)),
      }),
      {
        encoder: linear({ size: 2 }),
        shape: [draws, 1, 2, 2],
        x: Array.from({ length: draws }, () => x).flat(),
        state: {
          "head/logvar/weight": [0, 0, 0, 0],
          "head/logvar/bias": logvar,
          "head/logDeviation": [s],
          "decoder/B": b,
        },
      },
    );
    // E |x - B z|² = |x - B μ|² + Σ_k σ_k² |b_k|².
    const squares = x.reduce((total, value, i) => {
      const made = b[2 * i]! * mu![0]! + b[2 * i + 1]! * mu![1]!;
      const noise = b[2 * i]! ** 2 * Math.exp(logvar[0]!) + b[2 * i + 1]! ** 2 * Math.exp(logvar[1]!);
      return total + (value - made) ** 2 + noise;
    }, 0);
    const reconstruction = squares / (2 * Math.exp(2 * s)) + 4 * (s + 0.5 * Math.log(2 * Math.PI));
    const kl = logvar.reduce((total, v, k) => total + (mu![k]! ** 2 + Math.exp(v) - v - 1) / 2, 0);
    const { mean, deviation } = spread(error!);
    expect(deviation).toBeGreaterThan(0.1);
    expect(Math.abs(mean - (reconstruction + kl))).toBeLessThan((3 * deviation) / Math.sqrt(draws));
  });
});
