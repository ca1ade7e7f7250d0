import type { Encoder } from "../encoders/index.js";
import type { Program } from "../graph/index.js";
import type { Method } from "../methods/index.js";
import { Scope } from "../nn/index.js";
import { add, constant, input, mul, reshape, sub, type Tensor } from "../tensor/index.js";
import { modelContext, standardise, toUnit } from "./model.js";
import type { RunConfig } from "./run-config.js";

/** A program that draws, and the root of what it reads. */
export interface PictureProgram {
  readonly program: Program;
  readonly scope: Scope;
}

type Config = Pick<RunConfig, "data" | "standardise">;

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
  const { panels, error } = method.reconstruct({ ...modelContext(scope, encoder, config), x });
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
  const { generator } = method;
  if (generator === undefined) return null;
  const scope = Scope.root({ training: false });
  const context = modelContext(scope, encoder, config);
  const drawn = generator.decode(context, generator.prior(context, count));
  return { program: { outputs: new Map([["pictures", drawn]]), updates: new Map() }, scope };
}

/** Traces pictures of given latents: input `latents` `[count, ...]`, output `pictures` `[count, C, H, W]` in 0..1. */
export function decodeProgram(
  config: Config,
  encoder: Encoder,
  method: Method,
  count: number,
): PictureProgram | null {
  const { generator } = method;
  if (generator === undefined) return null;
  const scope = Scope.root({ training: false });
  const context = modelContext(scope, encoder, config);
  // Only the shape of the prior is read: what is not an output's is no part of a program.
  const { shape } = generator.prior(modelContext(Scope.root({ training: false }), encoder, config), count);
  const drawn = generator.decode(context, input("latents", shape));
  return { program: { outputs: new Map([["pictures", drawn]]), updates: new Map() }, scope };
}

/**
 * Traces walks between pictures, in so many steps: from latents of bytes `images` to those of `others`, `[B, C, H, W]`
 * each, or between draws of the prior where a model has no latents of pictures. Output `pictures`
 * `[B * steps, C, H, W]`, a walk after the other, both ends included. Null without a generator.
 */
export function interpolateProgram(
  config: Config,
  encoder: Encoder,
  method: Method,
  { walks, steps }: { readonly walks: number; readonly steps: number },
): PictureProgram | null {
  const { generator } = method;
  if (generator === undefined) return null;
  const scope = Scope.root({ training: false });
  const context = modelContext(scope, encoder, config);
  const latents =
    generator.infer === undefined
      ? [
          generator.prior(context, walks),
          generator.prior({ ...context, scope: context.scope.child("end") }, walks),
        ]
      : ["images", "others"].map((name) =>
          generator.infer?.({ ...context, x: pictures(name, config, walks) }),
        );
  const [from, to] = latents as [Tensor, Tensor];
  const shape = from.shape.slice(1);
  const ones = shape.map(() => 1);
  const share = constant(
    Float32Array.from({ length: steps }, (_, i) => i / (steps - 1)),
    [1, steps, ...ones],
  );
  const [a, b] = [from, to].map((end) => reshape(end, [walks, 1, ...shape])) as [Tensor, Tensor];
  const between = add(mul(a, sub(1, share)), mul(b, share));
  const drawn = generator.decode(context, reshape(between, [walks * steps, ...shape]));
  return { program: { outputs: new Map([["pictures", drawn]]), updates: new Map() }, scope };
}

function pictures(name: string, { data, standardise: statistics }: Config, batchSize: number): Tensor {
  return standardise(toUnit(input(name, [batchSize, data.channels, ...data.size], "uint8")), statistics);
}
