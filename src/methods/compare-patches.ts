import * as z from "zod";
import { mlp } from "../nn/index.js";
import { reshape, type Tensor } from "../tensor/index.js";
import { patchViews } from "./cut-patches.js";
import type { Branch } from "./step.js";

/** Options of puzzles whose head compares patches. */
export const patchOptions = {
  patchScale: z
    .int()
    .min(1)
    .max(8)
    .optional()
    .describe(
      "How many times patches are enlarged; by default, as often as makes them 16 pixels wide. Where an encoder halves them to a map of 1 x 1, its 3 x 3 kernels learn at their middle only, of no use to whole pictures.",
    ),
  hiddenDim: z.int().positive().default(512).describe("Width of the head that compares patches."),
};

interface Settings {
  readonly patchScale?: number | undefined;
  readonly hiddenDim: number;
}

/** Convolutional nets of four stages leave at least two pixels of it. */
const goodSide = 16;

/**
 * What a head says of P patches a picture, each of which the encoder sees alone: an MLP of their embeddings side by side.
 * @param patches `[N P, C, s, s]`, a picture's after another's
 * @returns the embeddings `[N P, D]` and logits `[N, classes]`
 */
export function comparePatches(
  { scope, encode }: Pick<Branch, "scope" | "encode">,
  patches: Tensor,
  samples: number,
  classes: number,
  { patchScale, hiddenDim }: Settings,
): { readonly embedding: Tensor; readonly logits: Tensor } {
  const side = patches.shape[2] ?? goodSide;
  const embedding = encode(patchViews(patches, patchScale ?? Math.ceil(goodSide / side)));
  const together = reshape(embedding, [samples, -1]);
  return { embedding, logits: mlp(scope.child("head"), together, [hiddenDim, classes], { norm: true }) };
}
