import { describe, expect, it } from "vitest";
import { linear, mlp } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { maskedAutoencoder } from "./index.js";
import { look, pictureDeviation, pictureMean, spread, wavesOf } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";

describeMethod("masked-autoencoder", { method: maskedAutoencoder() });
describeMethod("masked-autoencoder with flags, charged for what is hidden", {
  method: maskedAutoencoder({ maskFlags: true, lossOn: "hidden", unit: "pixels", rescale: true }),
  channels: 3,
});
describeMethod("masked-autoencoder of channels", {
  method: maskedAutoencoder({ maskFlags: true, unit: "channels", hiddenShare: 0.3 }),
  channels: 3,
});

describe("masked-autoencoder", () => {
  it("charges everything, or the hidden part only", async () => {
    const x = wavesOf(256).map((value) => value + 0.01); // none is the mean
    const [everything, hidden] = await Promise.all(
      (["everything", "hidden"] as const).map((lossOn) => {
        const method = maskedAutoencoder({ lossOn, patchSide: 2, hiddenShare: 0.4 });
        return look(
          method,
          (context, _, again) => {
            const { panels } = method.reconstruct!(context);
            const { loss, metrics } = method.step(again());
            return { loss: loss as Tensor, share: metrics!.hiddenShare!, ...panels };
          },
          { x },
        );
      }),
    );
    const { output, seen, share } = hidden!;
    expect(everything!.output).toEqual(output);
    // What a model makes before training is near the mean: nothing of it was cut at 0 or 1.
    const errors = x.map((value, i) => ((output![i]! - pictureMean) / pictureDeviation - value) ** 2);
    const ofHidden = errors.filter((_, i) => seen![i] === pictureMean);
    expect(share![0]).toBeCloseTo(ofHidden.length / x.length, 5);
    expect(hidden!.loss![0]).toBeCloseTo(spread(ofHidden).mean, 4);
    expect(everything!.loss![0]).toBeCloseTo(spread(errors).mean, 4);
  });

  it("costs nothing where nothing is hidden and only that is charged", async () => {
    const method = maskedAutoencoder({ lossOn: "hidden", hiddenShare: 0 });
    const { loss } = await look(method, (context) => ({ loss: method.step(context).loss as Tensor }));
    expect(loss![0]).toBe(0);
  });

  it("does not make up for hidden values twice", async () => {
    const told = linear({ size: 6 });
    const rescaling = maskedAutoencoder({ rescale: true });
    expect(() => rescaling.encoder(told)).toThrow(ConfigError);
    expect(() => rescaling.encoder(told)).toThrow(
      /linear makes up for hidden values itself.*`method\.rescale`/,
    );
    const blind = mlp({ widths: [8] });
    expect(rescaling.encoder(blind)).toBe(blind);
    // With flags the encoder sees zeros, and what it is told is another input.
    expect(() => maskedAutoencoder({ rescale: true, maskFlags: true }).encoder(told)).not.toThrow();
    // Told and not rescaled, it makes up for them once: by each picture's own share of known values.
    const method = maskedAutoencoder({ unit: "pixels", hiddenShare: 0.5 });
    const { code, untold, seen } = await look(
      method,
      (context, _, again) => {
        const { seen } = method.reconstruct!(context).panels as { readonly seen: Tensor };
        return {
          code: method.step(again()).embedding,
          untold: context.encode(context.fromPixels(seen)),
          seen,
        };
      },
      { encoder: told, x: wavesOf(256).map((value) => value + 0.01) },
    );
    code!.forEach((value, i) => {
      const row = seen!.slice(64 * Math.floor(i / 6)).slice(0, 64);
      const share = row.filter((pixel) => pixel !== pictureMean).length / 64;
      expect(share).toBeLessThan(0.8);
      expect(value).toBeCloseTo(untold![i]! / share, 5);
    });
  });

  it("tells the encoder what is hidden, with flags", async () => {
    const method = maskedAutoencoder({ maskFlags: true, hiddenShare: 0.5 });
    const { blind, flagged } = await look(method, (context) => {
      const zeros = context.encodeAll(context.x).embedding;
      const { embedding } = method.step(context);
      return { blind: zeros, flagged: embedding };
    });
    expect(blind!.some((value, i) => Math.abs(value - flagged![i]!) > 1e-3)).toBe(true);
  });
});
