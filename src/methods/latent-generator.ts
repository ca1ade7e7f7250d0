import * as z from "zod";
import type { Scope } from "../nn/index.js";
import { normal } from "../random/index.js";
import { mean, positive, sigmoid, sub, type Tensor } from "../tensor/index.js";
import type { GeneratorDefinition } from "./generator.js";
import type { PictureModel } from "./step.js";

/** The parameter group of what makes pictures of latents. */
export const GENERATOR = "generator";
/** The parameter group of a critic that is not the run's encoder. */
export const CRITIC = "critic";

/** Options of methods that make pictures of latents. */
export const latentOptions = {
  latentSize: z
    .int()
    .positive()
    .default(64)
    .describe("Numbers in a latent, which new pictures are made of; each is drawn from N(0, 1)."),
};

interface Settings {
  readonly latentSize: number;
}

/** Latents of the prior N(0, 1), `[count, L]`. */
export function drawLatents(scope: Scope, count: number, { latentSize }: Settings): Tensor {
  return normal(scope.key("latent"), [count, latentSize]);
}

/**
 * Pictures in 0..1 of latents `[N, L]`: the decoder that mirrors the encoder, in a group of its own, and a sigmoid that
 * keeps intensities in their bounds (the paper of DCGAN takes tanh and -1..1).
 */
export function drawPixels({ decode }: Pick<PictureModel, "decode">, latents: Tensor): Tensor {
  return sigmoid(decode(latents, GENERATOR));
}

/** The same, standardised as encoders and critics see pictures. */
export function drawPictures(model: Pick<PictureModel, "decode" | "fromPixels">, latents: Tensor): Tensor {
  return model.fromPixels(drawPixels(model, latents));
}

/** How a method with these latents makes new pictures. */
export const latentGenerator: Pick<GeneratorDefinition<Settings>, "prior" | "decode"> = {
  prior: ({ scope }, count, settings) => drawLatents(scope, count, settings),
  decode: (model, latents) => drawPixels(model, latents),
};

/** Shares of real and of generated samples that a critic takes for what they are; logits `[N]`, above 0 for real. */
export function criticAccuracy(real: Tensor, generated: Tensor) {
  return { realAccuracy: mean(positive(real)), generatedAccuracy: sub(1, mean(positive(generated))) };
}
