import * as z from "zod";
import { mlp, type Scope } from "../nn/index.js";
import { normalise, type Tensor } from "../tensor/index.js";

/** Options of the projector, which stands on the encoder while it trains and is then thrown away. */
export const projectorOptions = {
  hiddenDim: z.int().positive().default(256).describe("Width of the projector's hidden layer."),
  outputDim: z.int().positive().default(128).describe("Size of the projected vectors."),
};

const settled = z.object(projectorOptions);
export type ProjectorOptions = z.output<typeof settled>;

/** What a method puts on the encoder: h `[N, D]` to `[N, P]`, with parameters below a scope. */
export type Head<Settings> = (scope: Scope, h: Tensor, settings: Settings) => Tensor;

/** g(h): one hidden layer, batch-normalised (as in the code of SimCLR's authors), and a linear one. */
export function projector(scope: Scope, h: Tensor, { hiddenDim, outputDim }: ProjectorOptions): Tensor {
  return mlp(scope.child("projector"), h, [hiddenDim, outputDim], { norm: true });
}

/** g(h) / |g(h)|: the same, with rows of unit length. */
export function unitProjector(scope: Scope, h: Tensor, settings: ProjectorOptions): Tensor {
  return normalise(projector(scope, h, settings));
}

/** g(h) with two hidden layers of one width, both batch-normalised. */
export function deepProjector(scope: Scope, h: Tensor, { hiddenDim, outputDim }: ProjectorOptions): Tensor {
  return mlp(scope.child("projector"), h, [hiddenDim, hiddenDim, outputDim], { norm: true });
}
