/**
 * DINO: Emerging Properties in Self-Supervised Vision Transformers.
 * Caron et al., 2021. https://arxiv.org/abs/2104.14294
 *
 * Self-distillation without labels: from any crop, small ones too, the student predicts the soft class that a slow
 * teacher gives another, large crop. Centring keeps one class from winning everywhere, sharpening keeps the classes
 * from becoming even: together they prevent collapse without negatives or a predictor.
 *
 *   s = head(f(crop)), V crops  [N, K]     t = head'(f'(large crop)), 2 crops  [N, K]
 *   loss = mean over pairs of other crops of H(softmax((t - centre) / τt), softmax(s / τs))
 *   centre <- m centre + (1 - m) mean t
 *
 * The paper's weight decay rises from 0.04 to 0.4: `weightDecay: 0.04` and `optimizer.weightDecayEnd: 0.4`. The recipe
 * here, for few epochs of small data, keeps a small one.
 */
import * as z from "zod";
import { dinoLoss } from "../losses/index.js";
import { concat, slice, split, type Tensor } from "../tensor/index.js";
import { dinoBalance, dinoHeldUpBy, followCentre, teacherEntropy } from "./dino-balance.js";
import { dinoBottleneck, dinoEnergy, dinoHead, dinoOptions } from "./dino-head.js";
import { encodeViews } from "./encode-views.js";
import { defineMethod } from "./method.js";
import { multiCropOptions, multiCropViews } from "./multi-crop.js";

export const dino = defineMethod({
  name: "dino",
  title: "DINO",
  paper: "https://arxiv.org/abs/2104.14294",
  family: "self-distillation",
  taxonomy: "contrastive",
  couples: ["statistics", "state"],
  options: z.strictObject({ ...multiCropOptions, ...dinoOptions }),
  views: multiCropViews,
  teacherMomentum: ({ momentum }) => [momentum, 1],
  evaluated: "teacher",
  recipe: { learningRate: 7e-3 },
  project: dinoBottleneck,
  heldUpBy: (settings) => dinoHeldUpBy("DINO", settings),
  energy: dinoEnergy,

  step(context, settings) {
    const { scope, teacher, views, progress } = context;
    const h = encodeViews(context, views); // [V N, D]
    const students = split(dinoHead(scope, h, settings, progress), views.length); // [N, K] a view
    const seen = teacher.encode(concat(views.slice(0, 2)));
    const teachers = split(dinoHead(teacher.scope, seen, settings, progress), 2);

    const balance = dinoBalance(scope, "centre", settings, progress);
    const loss = dinoLoss(students, teachers, balance);
    followCentre(scope, "centre", teachers, settings);

    const embedding = slice(h, 0, 0, seen.shape[0]); // [2N, D], of the large crops
    return {
      loss,
      embedding,
      pairs: split(embedding, 2) as [Tensor, Tensor],
      metrics: { teacherEntropy: teacherEntropy(teachers, balance) },
    };
  },
});
