import { div, maximum, mean, mul, sum, type Tensor } from "../tensor/index.js";
import { type DinoOptions, teacherDistribution } from "./dino.js";
import { softCrossEntropy } from "./soft-cross-entropy.js";

/**
 * The patch loss of iBOT (Zhou et al., 2022, eq. 2; https://arxiv.org/abs/2111.07832): cross-entropy of the teacher's
 * distribution of a patch that it sees with the student's of the same patch, which was masked. The mean over the
 * masked patches of a picture, then over all pictures: one without masked patches counts as zero. In nats.
 *
 * Weights as in DINOv2 and lightly's IBOTPatchLoss: 1 / (masked patches of the picture, at least 1) / N.
 * @param students outputs `[N, T, K]`; @param teachers outputs `[N, T, K]`, without gradient.
 * @param mask float32 `[N, T]`, 1 where the student's patch was masked.
 * @returns a scalar.
 */
export function ibotPatchLoss(
  students: Tensor,
  teachers: Tensor,
  mask: Tensor,
  { studentTemperature = 0.1, ...options }: DinoOptions = {},
): Tensor {
  const rows = softCrossEntropy(
    mul(students, 1 / studentTemperature),
    teacherDistribution(teachers, options),
  ); // [N, T]
  return mean(div(sum(mul(rows, mask), 1), maximum(sum(mask, 1), 1)));
}
