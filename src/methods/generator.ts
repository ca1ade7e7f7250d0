import type { Tensor } from "../tensor/index.js";
import type { PictureContext, PictureModel } from "./step.js";

/** What draws new pictures, for methods that can. */
export interface GeneratorDefinition<Options> {
  /** So many latents of the prior, `[count, ...]`; draws come from `scope.key`. */
  prior(context: PictureModel, count: number, options: Options): Tensor;
  /** Pictures `[N, C, H, W]` in 0..1 of latents. */
  decode(context: PictureModel, latents: Tensor, options: Options): Tensor;
  /** Latents of pictures, where the model has them: to walk from one picture to another. */
  infer?(context: PictureContext, options: Options): Tensor;
}

/** A generator with its options settled. */
export interface PictureGenerator {
  prior(context: PictureModel, count: number): Tensor;
  decode(context: PictureModel, latents: Tensor): Tensor;
  readonly infer: ((context: PictureContext) => Tensor) | undefined;
}

export function settleGenerator<Options>(
  { prior, decode, infer }: GeneratorDefinition<Options>,
  options: Options,
): PictureGenerator {
  return {
    prior: (context, count) => prior(context, count, options),
    decode: (context, latents) => decode(context, latents, options),
    infer: infer === undefined ? undefined : (context) => infer(context, options),
  };
}
