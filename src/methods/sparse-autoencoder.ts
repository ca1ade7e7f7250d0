/**
 * Sparse autoencoder: long codes of which few numbers are active at a time (SPEC rows 33, 67).
 * With an L1 penalty on rectified codes, as Olshausen, Field, 1996 (https://doi.org/10.1038/381607a0) for linear ones;
 * or k-sparse: Makhzani, Frey, 2013. https://arxiv.org/abs/1312.5663
 *
 * A code may be as long as it likes, or longer than the picture, if each picture may use little of it: then each number
 * has to stand for something that some pictures have and most do not.
 *
 *   h = f(x)  [N, D]     a = norm(W h)  [N, L]     loss = mean |g(c) - x|² + sparsity · mean |c|
 *   "l1": c = ReLU(a + b)     "k-sparse": c = a where it is among the k largest of its sample, else 0; no penalty
 *
 * a is batch-normalised without a scale of its own. A decoder can undo any scale, so a penalty on codes of free scale
 * would be met by making them all small; at unit variance it is met by silence only, which b learns. The paper of
 * k-sparse has no normalisation, and lets k fall slowly so that no unit dies at the start; at equal scale none has to.
 *
 * The representation is h, as of every method; the head that probes compare is c.
 */
import * as z from "zod";
import { batchNorm, linear, type Scope, zeros } from "../nn/index.js";
import {
  abs,
  add,
  cast,
  greaterEqual,
  max,
  mean,
  mul,
  positive,
  relu,
  slice,
  sub,
  type Tensor,
  topK,
} from "../tensor/index.js";
import { defineMethod } from "./method.js";
import { pixelErrors, plainView, reconstructionOptions, remaking } from "./reconstruction.js";

const options = z
  .strictObject({
    ...reconstructionOptions,
    codeDim: z.int().min(2).default(512).describe("Numbers of a code, L."),
    kind: z
      .enum(["l1", "k-sparse"])
      .default("l1")
      .describe("l1: rectified, with a penalty on activity; k-sparse: the k largest of each sample only."),
    sparsity: z.number().min(0).default(0.1).describe("Weight of the penalty, with kind l1."),
    active: z.int().positive().default(25).describe("k, how many are kept, with kind k-sparse."),
  })
  .refine(
    ({ kind, active, codeDim }) => kind === "l1" || active <= codeDim,
    "with the kind k-sparse, `method.active` must be `method.codeDim` at most: a code has no more numbers to keep.",
  );

type Options = z.output<typeof options>;

/** The sparse code c of the encoder's embedding h: `[N, D]` to `[N, L]`. */
function sparseCode(scope: Scope, h: Tensor, { codeDim, kind, active }: Options): Tensor {
  const code = scope.child("code");
  const a = batchNorm(code.child("norm"), linear(code, h, codeDim, { bias: false }), { affine: false });
  if (kind === "l1") return relu(add(a, code.parameter("bias", [codeDim], zeros, "bias")));
  const least = slice(topK(a, active).values, 1, active - 1); // [N, 1]
  return mul(a, cast(greaterEqual(a, least), "float32"));
}

export const sparseAutoencoder = defineMethod({
  name: "sparse-autoencoder",
  title: "Sparse autoencoder",
  paper: "https://arxiv.org/abs/1312.5663",
  family: "generative",
  taxonomy: "generative",
  reads: "pictures",
  couples: ["statistics"],
  options,
  views: plainView,
  recipe: { learningRate: 3e-3, weightDecay: 0 },
  project: sparseCode,
  ...remaking<Options>(({ scope, encode, decode, x }, settings) =>
    decode(sparseCode(scope, encode(x), settings)),
  ),

  step({ scope, encode, decode, views, ...scale }, settings) {
    const x = views[0] as Tensor; // [N, C, H, W]
    const h = encode(x); // [N, D]
    const code = sparseCode(scope, h, settings); // [N, L]
    const reconstruction = mean(pixelErrors(decode(code), x, scale, settings));
    const used = positive(abs(code));
    return {
      loss:
        settings.kind === "l1"
          ? add(reconstruction, mul(mean(abs(code)), settings.sparsity))
          : reconstruction,
      embedding: h,
      metrics: {
        reconstruction,
        activeShare: mean(used), // of numbers that are not 0
        silentShare: sub(1, mean(max(used, 0))), // of units that no picture of the batch uses
      },
    };
  },
});
