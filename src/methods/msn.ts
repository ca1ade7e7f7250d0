/**
 * MSN: Masked Siamese Networks for Label-Efficient Learning.
 * Assran et al., 2022. https://arxiv.org/abs/2204.07141
 *
 * The student sees a crop with part of its patches dropped (or, with `smallCrops`, a small one); a slow teacher sees
 * another whole crop. The student's soft assignment to trained prototypes has to match the teacher's sharpened one, and
 * the student's mean assignment has to stay even, so that not everything becomes one prototype. Dropped patches cost
 * nothing: the student encodes fewer tokens.
 *
 *   p = softmax(unit g(f(crop)) C' / τ)  [V N, K]     q = sharpened softmax(unit g'(f'(crop)) C' / τ)  [N, K]
 *   loss = mean over other crops of H(q, p) + λ (ln K - H(mean p))
 *
 * As in the authors' code, Sinkhorn's balance makes the teacher's assignments even over the batch too.
 */
import * as z from "zod";
import { msnLoss, softCrossEntropy } from "../losses/index.js";
import { type Scope, unitRows } from "../nn/index.js";
import { addAll, concat, matmul, mul, normalise, softmax, split, type Tensor } from "../tensor/index.js";
import { defineMethod } from "./method.js";
import { multiCropOptions, multiCropViews } from "./multi-crop.js";
import { randomPatches } from "./patch-choice.js";
import { projectorOptions, unitProjector } from "./projector.js";

const options = z.strictObject({
  ...multiCropOptions,
  smallCrops: multiCropOptions.smallCrops.default(0),
  dropShare: z
    .number()
    .min(0)
    .max(0.95)
    .default(0.3)
    .describe("Share of a large crop's patches that the student does not see."),
  momentum: z
    .number()
    .min(0)
    .max(1)
    .default(0.98)
    .describe("Momentum of the teacher at the start; 1 at the end."),
  temperature: z.number().positive().default(0.1).describe("Softmax temperature of the assignments."),
  sharpening: z
    .number()
    .positive()
    .max(1)
    .default(0.25)
    .describe("Further temperature of the teacher's assignments. 1: off."),
  sinkhornIterations: z
    .int()
    .min(0)
    .default(3)
    .describe("Rounds of Sinkhorn's balance of the teacher's assignments over the batch. 0: off."),
  meanEntropyWeight: z
    .number()
    .min(0)
    .default(1)
    .describe("Weight of keeping the mean assignment even. 0: off."),
  prototypes: z.int().positive().default(128).describe("Number of prototypes."),
  ...projectorOptions,
  outputDim: projectorOptions.outputDim.default(64).describe("Size of projections and prototypes."),
});

type Options = z.output<typeof options>;

/** Cosines of projections with the prototypes, `[N, K]`: the student's prototypes, for the teacher too. */
function scored(scope: Scope, projection: Tensor, { prototypes, outputDim }: Options): Tensor {
  const all = scope.parameter("prototypes", [prototypes, outputDim], unitRows());
  return matmul(projection, normalise(all), { transposeB: true });
}

export const msn = defineMethod({
  name: "msn",
  title: "MSN",
  paper: "https://arxiv.org/abs/2204.07141",
  family: "clustering",
  taxonomy: "contrastive",
  reads: "pictures",
  couples: ({ sinkhornIterations, meanEntropyWeight }) =>
    sinkhornIterations > 0 || meanEntropyWeight > 0 ? ["loss", "statistics"] : ["statistics"],
  options,
  views: multiCropViews,
  tokens: true,
  teacherMomentum: ({ momentum }) => [momentum, 1],
  evaluated: "teacher",
  project: unitProjector,
  heldUpBy: ({ meanEntropyWeight, sinkhornIterations, sharpening }) =>
    meanEntropyWeight === 0 && sinkhornIterations === 0
      ? "`method.meanEntropyWeight` and `method.sinkhornIterations` are 0: nothing keeps MSN's prototypes from becoming one; try 1 and 3."
      : sharpening === 1
        ? "`method.sharpening` is 1: MSN's assignments then drift to even ones; try 0.25."
        : "MSN is held up by the entropy of its mean assignment: look for a `method.meanEntropyWeight` that is too low, a sharpening that is too weak, or a learning rate that is too high.",

  /** Cross-entropy of the teacher's sharpened assignment of x with the student's of y. */
  energy({ scope, encode, teacher, x, y }, settings) {
    const { temperature, sharpening } = settings;
    const sx = scored(scope, unitProjector(teacher.scope, teacher.encode(x), settings), settings);
    const sy = scored(scope, unitProjector(scope, encode(y), settings), settings);
    return softCrossEntropy(mul(sy, 1 / temperature), softmax(mul(sx, 1 / (temperature * sharpening))));
  },

  step({ scope, encode, encodeAll, teacher, views }, settings) {
    const large = concat(views.slice(0, 2)); // [2N, C, H, W]
    const seen = teacher.encodeAll(large);
    const [samples = 0, patches = 0] = seen.tokens?.shape ?? [];
    const kept = Math.max(1, Math.round((1 - settings.dropShare) * patches));
    const keep = randomPatches(scope.key("keep"), samples, patches, kept);
    const embedding = encodeAll(large, { keep }).embedding; // [2N, D]
    const small = views.length > 2 ? [encode(concat(views.slice(2)))] : [];

    const anchors = scored(scope, unitProjector(scope, concat([embedding, ...small]), settings), settings);
    const targets = scored(scope, unitProjector(teacher.scope, seen.embedding, settings), settings);
    const ofViews = split(anchors, views.length); // [N, K] a view
    const losses = split(targets, 2).map((target, view) =>
      msnLoss(concat(ofViews.filter((_, anchor) => anchor !== view)), target, settings),
    );
    return {
      loss: mul(addAll(losses), 0.5),
      embedding,
      pairs: split(embedding, 2) as [Tensor, Tensor],
    };
  },
});
