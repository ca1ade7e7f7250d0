/**
 * iBOT: Image BERT Pre-Training with Online Tokenizer.
 * Zhou et al., 2022. https://arxiv.org/abs/2111.07832
 *
 * DINO for the picture, and DINO for every patch: patches of the student's large crops are hidden behind a mask token,
 * and it predicts the soft classes that the teacher, who sees them, gives these patches. One head serves both.
 *
 *   picture: s = head(f(crop)), V crops, large ones masked  [N, K]     t = head'(f'(large crop))  [N, K]
 *   patches: s = head(tokens of f(masked crop))  [N, M, K]     t = head'(the same tokens of f'(crop))  [N, M, K]
 *   loss = DINO(s, t) of pictures, over pairs of other crops + H(t, s) of masked patches, within a crop
 *
 * What stands for the picture is the encoder's embedding: the paper's class token with `--encoder.pooling class`. Its
 * weight decay rises as DINO's does.
 */

import * as z from "zod";
import { tokensAt } from "../encoders/index.js";
import { dinoLoss, ibotPatchLoss } from "../losses/index.js";
import type { Scope } from "../nn/index.js";
import { add, concat, full, mul, reshape, slice, split, type Tensor } from "../tensor/index.js";
import { dinoBalance, dinoHeldUpBy, followCentre, teacherEntropy } from "./dino-balance.js";
import { dinoBottleneck, dinoEnergy, dinoHead, dinoOptions } from "./dino-head.js";
import { defineMethod } from "./method.js";
import { multiCropOptions, multiCropViews } from "./multi-crop.js";
import { blockOfPatches, patchMask, randomPatches } from "./patch-choice.js";

const options = z.strictObject({
  ...multiCropOptions,
  smallCrops: multiCropOptions.smallCrops.default(0),
  ...dinoOptions,
  masking: z
    .enum(["block", "random"])
    .default("block")
    .describe("One block of patches, or patches anywhere."),
  maskShare: z
    .number()
    .positive()
    .max(1)
    .default(0.3)
    .describe("Share of a large crop's patches that is masked."),
  patchWeight: z.number().min(0).default(1).describe("Weight of the patches' loss. 0: off."),
});

export const ibot = defineMethod({
  name: "ibot",
  title: "iBOT",
  paper: "https://arxiv.org/abs/2111.07832",
  family: "self-distillation",
  taxonomy: "contrastive",
  reads: "pictures",
  couples: ["statistics", "state"],
  options,
  views: multiCropViews,
  tokens: true,
  teacherMomentum: ({ momentum }) => [momentum, 1],
  evaluated: "teacher",
  recipe: { learningRate: 1e-2 },
  project: dinoBottleneck,
  heldUpBy: (settings) => dinoHeldUpBy("iBOT", settings),
  energy: dinoEnergy,

  step({ scope, encode, encodeAll, teacher, views, progress }, settings) {
    const large = concat(views.slice(0, 2)); // [2N, C, H, W]
    const seen = teacher.encodeAll(large);
    const [, , rows = 0, columns = 0] = seen.map?.shape ?? [];
    const [samples = 0] = large.shape;
    const count = Math.max(1, Math.round(settings.maskShare * rows * columns));
    const hidden =
      settings.masking === "block"
        ? blockOfPatches(scope.key("mask"), samples, [rows, columns], count)
        : randomPatches(scope.key("mask"), samples, rows * columns, count); // [2N, M]
    const masked = encodeAll(large, { mask: patchMask(hidden, rows * columns) });
    const small = views.length > 2 ? [encode(concat(views.slice(2)))] : [];

    // Pictures and masked patches go through one head, in one batch.
    const heads = (branch: Scope, pictures: readonly Tensor[], tokens: Tensor | undefined) => {
      const h = concat(pictures);
      const patches = reshape(tokensAt(tokens as Tensor, hidden), [samples * count, -1]);
      const outputs = dinoHead(branch, concat([h, patches]), settings, progress);
      const n = h.shape[0] ?? 0;
      return {
        pictures: split(slice(outputs, 0, 0, n), (2 * n) / samples), // [N, K] a view
        patches: reshape(slice(outputs, 0, n), [samples, count, settings.prototypes]), // [2N, M, K]
      };
    };
    const students = heads(scope, [masked.embedding, ...small], masked.tokens);
    const teachers = heads(teacher.scope, [seen.embedding], seen.tokens);

    const ofPictures = dinoBalance(scope, "centre", settings, progress);
    const ofPatches = dinoBalance(scope, "patchCentre", settings, progress);
    followCentre(scope, "centre", teachers.pictures, settings);
    followCentre(scope, "patchCentre", [teachers.patches], settings);
    const patchLoss = ibotPatchLoss(students.patches, teachers.patches, full([samples, count], 1), ofPatches);
    const pictureLoss = dinoLoss(students.pictures, teachers.pictures, ofPictures);
    return {
      loss: add(pictureLoss, mul(patchLoss, settings.patchWeight)),
      embedding: masked.embedding,
      pairs: split(masked.embedding, 2) as [Tensor, Tensor],
      metrics: {
        pictureLoss,
        patchLoss,
        teacherEntropy: teacherEntropy(teachers.pictures, ofPictures),
      },
    };
  },
});
