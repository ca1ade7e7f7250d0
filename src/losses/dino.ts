import { ShapeError } from "../errors.js";
import {
  add,
  addAll,
  concat,
  div,
  mean,
  mul,
  softmax,
  stopGradient,
  sub,
  type Tensor,
} from "../tensor/index.js";
import { softCrossEntropy } from "./soft-cross-entropy.js";

export interface DinoOptions {
  /** Subtracted from the teacher's outputs, `[K]`. */
  readonly centre?: Tensor;
  readonly studentTemperature?: number;
  /** A number, or a scalar that changes while training. */
  readonly teacherTemperature?: number | Tensor;
}

/** The teacher's distribution, softmax((t - centre) / τt): `[..., K]`, without gradient. */
export function teacherDistribution(
  t: Tensor,
  { centre, teacherTemperature = 0.04 }: Omit<DinoOptions, "studentTemperature"> = {},
): Tensor {
  return stopGradient(softmax(div(centre === undefined ? t : sub(t, centre), teacherTemperature)));
}

/**
 * The loss of DINO (Caron et al., 2021, eq. 3; https://arxiv.org/abs/2104.14294): cross-entropy of the teacher's
 * distribution softmax((t - centre) / τt) with the student's softmax(s / τs), the mean over all pairs of a teacher's
 * view and another view of the student, and over the batch. In nats.
 *
 * @param students outputs `[N, K]` a view: first the views that the teacher sees too, in its order, then small crops.
 * @param teachers outputs `[N, K]` a view; no gradient flows into them.
 * @returns a scalar; ln K when all logits are zero.
 * @throws ShapeError when the student sees no view but the teacher's own.
 */
export function dinoLoss(
  students: readonly Tensor[],
  teachers: readonly Tensor[],
  { studentTemperature = 0.1, ...options }: DinoOptions = {},
): Tensor {
  if (students.length < 2 || teachers.length < 1) {
    throw new ShapeError(
      `dinoLoss: expects at least two views of the student and one of the teacher, for there to be a pair; got ${students.length} and ${teachers.length}.`,
      { students: students.length, teachers: teachers.length },
    );
  }
  const terms = teachers.flatMap((t, seen) => {
    const target = teacherDistribution(t, options);
    return students
      .filter((_, view) => view !== seen)
      .map((s) => mean(softCrossEntropy(mul(s, 1 / studentTemperature), target)));
  });
  return mul(addAll(terms), 1 / terms.length);
}

/**
 * The centre after a step (DINO, eq. 4): m * centre + (1 - m) * the mean of the teacher's outputs over all its views
 * and rows. Updated after the loss, from the raw outputs, as the authors and lightly do.
 * @param centre `[K]`; @param teachers outputs `[..., K]` a view.
 */
export function nextCentre(
  centre: Tensor,
  teachers: readonly Tensor[],
  { momentum = 0.9 }: { readonly momentum?: number } = {},
): Tensor {
  const all = concat(teachers);
  const rows = Array.from({ length: all.shape.length - 1 }, (_, axis) => axis);
  return stopGradient(add(mul(centre, momentum), mul(mean(all, rows), 1 - momentum)));
}
