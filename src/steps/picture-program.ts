import type { Encoder } from "../encoders/index.js";
import type { Program } from "../graph/index.js";
import { picturesDataOf, standardise, toUnit } from "../kinds/index.js";
import type { Method, PictureModel } from "../methods/index.js";
import { Scope } from "../nn/index.js";
import type { RunConfig } from "../setup/index.js";
import { add, constant, input, mul, reshape, sub, type Tensor } from "../tensor/index.js";
import { pictureModel } from "./model.js";

/** A program that draws, and the root of what it reads. */
export interface PictureProgram {
  readonly program: Program;
  readonly scope: Scope;
}

type Config = Pick<RunConfig, "data">;

/**
 * Traces what a method makes of bytes `images` `[B, C, H, W]`, in inference mode: an output `panel/CAPTION` for each
 * picture in 0..1, and `error` `[B]` where the method has one. Null for a method that draws nothing.
 */
export function reconstructProgram(
  config: Config,
  encoder: Encoder,
  method: Method,
  batchSize: number,
): PictureProgram | null {
  if (method.reconstruct === undefined) return null;
  const scope = Scope.root({ training: false });
  const x = pictures("images", config, batchSize);
  const { panels, error } = method.reconstruct({ ...pictureModel(scope, encoder, config), x });
  const outputs = new Map(Object.entries(panels).map(([caption, panel]) => [`panel/${caption}`, panel]));
  if (error !== undefined) outputs.set("error", error);
  return { program: { outputs, updates: new Map() }, scope };
}

/** Traces new pictures of a method's prior: output `pictures` `[count, C, H, W]` in 0..1. Null without a generator. */
export function sampleProgram(
  config: Config,
  encoder: Encoder,
  method: Method,
  count: number,
): PictureProgram | null {
  return generatorProgram(config, encoder, method, ({ prior }, context) => prior(context, count));
}

/** Traces pictures of given latents: input `latents` `[count, ...]`, output `pictures` `[count, C, H, W]` in 0..1. */
export function decodeProgram(
  config: Config,
  encoder: Encoder,
  method: Method,
  count: number,
): PictureProgram | null {
  return generatorProgram(config, encoder, method, ({ prior }) => {
    // Only the shape of the prior is read: what is not an output's is no part of a program.
    const apart = pictureModel(Scope.root({ training: false }), encoder, config);
    return input("latents", prior(apart, count).shape);
  });
}

/**
 * Traces walks between pictures, in so many steps: from latents of bytes `images` to those of `others`, `[B, C, H, W]`
 * each, or between draws of the prior where a model has no latents of pictures. Output `pictures`
 * `[B * steps, C, H, W]`, a walk after the other, both ends included. Null without a generator.
 * @param steps at least 2
 */
export function interpolateProgram(
  config: Config,
  encoder: Encoder,
  method: Method,
  { walks, steps }: { readonly walks: number; readonly steps: number },
): PictureProgram | null {
  return generatorProgram(config, encoder, method, ({ prior, infer }, context) => {
    if (infer === undefined) {
      const end = { ...context, scope: context.scope.child("end") };
      return between(prior(context, walks), prior(end, walks), steps);
    }
    const latentsOf = (name: string) => infer({ ...context, x: pictures(name, config, walks) });
    return between(latentsOf("images"), latentsOf("others"), steps);
  });
}

/** Traces pictures of some latents. Null without a generator. */
function generatorProgram(
  config: Config,
  encoder: Encoder,
  { generator }: Method,
  latentsOf: (generator: NonNullable<Method["generator"]>, context: PictureModel) => Tensor,
): PictureProgram | null {
  if (generator === undefined) return null;
  const scope = Scope.root({ training: false });
  const context = pictureModel(scope, encoder, config);
  const drawn = generator.decode(context, latentsOf(generator, context));
  return { program: { outputs: new Map([["pictures", drawn]]), updates: new Map() }, scope };
}

/** Places on the lines from rows `[B, ...]` to rows, evenly apart: `[B * steps, ...]`. */
function between(from: Tensor, to: Tensor, steps: number): Tensor {
  const [walks = 0, ...shape] = from.shape;
  const share = constant(
    Float32Array.from({ length: steps }, (_, i) => i / (steps - 1)),
    [1, steps, ...shape.map(() => 1)],
  );
  const [a, b] = [from, to].map((end) => reshape(end, [walks, 1, ...shape])) as [Tensor, Tensor];
  return reshape(add(mul(a, sub(1, share)), mul(b, share)), [walks * steps, ...shape]);
}

function pictures(name: string, config: Config, batchSize: number): Tensor {
  const data = picturesDataOf(config.data, "Drawing");
  return standardise(
    toUnit(input(name, [batchSize, data.channels, ...data.size], "uint8")),
    data.standardise,
  );
}
