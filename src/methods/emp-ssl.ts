/**
 * EMP-SSL: Towards Self-Supervised Learning in One Training Epoch.
 * Tong, Chen, Ma, LeCun, 2023. https://arxiv.org/abs/2304.03977
 *
 * Many small patches of each sample, each about as large in the picture as it is shown, agree with their mean, while the
 * coding rate of each patch's batch keeps the outputs spread over the space. Many patches a sample make a pass over the
 * data count for many.
 *
 *   z = unit g(f(patch))  [V, N, P]     R(Z) = ½ log det(I + P / (N ε) Z'Z)
 *   loss = -mean_v R(Z_v) - λ mean cos(z_v, mean_v z)
 *
 * A patch shows the share of the area that its side says, but the recipe's crop still draws its shape, between 3:4 and
 * 4:3 unless told otherwise: what it shows is stretched by up to 15 % one way and squeezed the other.
 *
 * Four patches of three quarters of the side cost about what SimCLR's two views do. An encoder whose last step is a mean
 * over space then reads a whole picture as a bag of such patches, much as the authors evaluate it. Encoders that
 * flatten their map need patchScale 1.
 */
import * as z from "zod";
import { cosineEnergy, empSslLoss } from "../losses/index.js";
import { reshape, slice } from "../tensor/index.js";
import { encodeViews } from "./encode-views.js";
import { energyBetween } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { projectorOptions, unitProjector } from "./projector.js";

const options = z.strictObject({
  patches: z.int().min(2).default(4).describe("Patches of each sample; the authors take 20 to 200."),
  patchScale: z
    .number()
    .positive()
    .max(1)
    .default(0.75)
    .describe("Side of a patch relative to the picture's; it shows the square of it of the picture's area."),
  invarianceWeight: z.number().min(0).default(200).describe("λ, weight of agreement between patches."),
  codingRateWeight: z.number().min(0).default(1).describe("Weight of the coding rate. 0: off."),
  epsilon: z.number().positive().default(0.2).describe("ε of the coding rate, not squared."),
  ...projectorOptions,
  outputDim: projectorOptions.outputDim.default(64),
});

export const empSsl = defineMethod({
  name: "emp-ssl",
  title: "EMP-SSL",
  paper: "https://arxiv.org/abs/2304.03977",
  family: "information",
  taxonomy: "contrastive",
  couples: ["loss", "statistics"],
  options,
  views: ({ patches, patchScale }) => [
    {
      count: patches,
      scale: patchScale,
      ...(patchScale < 1 ? { area: [patchScale ** 2, patchScale ** 2] as const } : {}),
    },
  ],
  recipe: { epochs: 1, warmupEpochs: 0.1 },
  project: unitProjector,
  heldUpBy: ({ codingRateWeight }) =>
    codingRateWeight === 0
      ? "`method.codingRateWeight` is 0: nothing keeps EMP-SSL's outputs apart; turn it on (1)."
      : "EMP-SSL is held up by the coding rate: look for an `method.invarianceWeight` that outweighs it, or a learning rate that is too high.",

  /** Minus the cosine of z. */
  energy: energyBetween(cosineEnergy, unitProjector),

  step(context, settings) {
    const { scope, views } = context;
    const n = views[0]?.shape[0] ?? 0;
    const h = encodeViews(context, views); // [V N, D]
    const outputs = reshape(unitProjector(scope, h, settings), [views.length, n, settings.outputDim]); // [V, N, P]
    return {
      loss: empSslLoss(outputs, settings),
      embedding: h,
      pairs: [slice(h, 0, 0, n), slice(h, 0, n, 2 * n)],
    };
  },
});
