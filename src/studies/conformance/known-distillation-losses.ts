import {
  byolRegression,
  cosineSimilarities,
  type DinoOptions,
  dinoLoss,
  ibotPatchLoss,
  koLeo,
  msnLoss,
  negativeCosine,
  nextCentre,
  sinkhorn,
  swavLoss,
} from "../../losses/index.js";
import { concat, constant, matmul, normalise, reshape, slice, type Tensor } from "../../tensor/index.js";
import type { CaseInputs, KnownLoss } from "./case-inputs.js";

const teachers = (inputs: CaseInputs): Tensor[] => [inputs.tensor("teacher_a"), inputs.tensor("teacher_b")];

const temperatures = (inputs: CaseInputs): DinoOptions => ({
  studentTemperature: inputs.number("studentTemp"),
  teacherTemperature: inputs.number("teacherTemp"),
});

/** DINO of the named views of the student, with the centre that the case begins with. */
const dino = (students: readonly string[], centreOf: (inputs: CaseInputs) => Tensor): KnownLoss => ({
  loss: (inputs) =>
    dinoLoss(
      students.map((view) => inputs.tensor(view)),
      teachers(inputs),
      { ...temperatures(inputs), centre: centreOf(inputs) },
    ),
  centre: (inputs) =>
    nextCentre(centreOf(inputs), teachers(inputs), { momentum: inputs.number("centerMomentum") }),
});

const zeroCentre = (inputs: CaseInputs): Tensor => {
  const size = inputs.tensor("teacher_a").shape.at(-1) ?? 0;
  return constant(new Float32Array(size), [size]);
};
const givenCentre = (inputs: CaseInputs): Tensor => reshape(inputs.tensor("center"), [-1]);

/** SwAV of views, the first of which have codes, from themselves or together with a queue each. */
const swav =
  (views: readonly string[], queues: readonly string[]): KnownLoss["loss"] =>
  (inputs) => {
    // The cases' prototypes are unit vectors, whose gradient is that of the product.
    const score = (name: string) =>
      matmul(normalise(inputs.tensor(name)), inputs.tensor("prototypes"), { transposeB: true });
    const settings = {
      epsilon: inputs.number("sinkhornEpsilon"),
      iterations: inputs.number("sinkhornIterations"),
    };
    const codes = views.slice(0, 2).map((view, i) => {
      const own = score(view);
      const queue = queues[i];
      const all = queue === undefined ? own : concat([own, score(queue)]);
      return slice(sinkhorn(all, settings), 0, 0, own.shape[0]);
    });
    return swavLoss(views.map(score), codes, { temperature: inputs.number("temperature") });
  };

/** Losses of self-distillation and clustering, by the first words of a case's name. */
export const knownDistillationLosses: readonly (readonly [string, KnownLoss])[] = [
  ["negative-cosine", { loss: (inputs) => negativeCosine(inputs.tensor("za"), inputs.tensor("zb")) }],
  ["byol", { loss: (inputs) => byolRegression(inputs.tensor("za"), inputs.tensor("zb")) }],
  ["koleo", { loss: (inputs) => koLeo(inputs.tensor("za")) }],
  ["dino", dino(["student_a", "student_b"], zeroCentre)],
  ["dino-multi-crop", dino(["student_a", "student_b", "student_c"], givenCentre)],
  ["swav", { loss: swav(["za", "zb"], []) }],
  ["swav-queue", { loss: swav(["za", "zb", "small"], ["queue_a", "queue_b"]) }],
  [
    "ibot",
    {
      loss: (inputs) => {
        const mask = inputs.tensor("mask");
        const tokens = (name: string) => reshape(inputs.tensor(name), [...mask.shape, -1]);
        return ibotPatchLoss(tokens("student"), tokens("teacher"), mask, {
          ...temperatures(inputs),
          centre: givenCentre(inputs),
        });
      },
    },
  ],
  [
    "msn",
    {
      loss: (inputs) => {
        const score = (name: string) => cosineSimilarities(inputs.tensor(name), inputs.tensor("prototypes"));
        return msnLoss(score("anchors"), score("targets"), {
          temperature: inputs.number("temperature"),
          sharpening: inputs.number("sharpen"),
          sinkhornIterations: inputs.number("sinkhornIterations"),
          meanEntropyWeight: inputs.number("weight"),
        });
      },
    },
  ],
];
