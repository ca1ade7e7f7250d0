import {
  binaryCrossEntropy,
  crossEntropy,
  gaussianSurprise,
  klGaussian,
  patchErrors,
  rarityWeights,
  rebalancedCrossEntropy,
  smoothL1,
  softCrossEntropy,
  weightedErrors,
} from "../../losses/index.js";
import { mean } from "../../tensor/index.js";
import type { KnownLoss } from "./case-inputs.js";
import { weighed } from "./weighed.js";

/** Losses that compare a prediction with its truth, by the first words of a case's name. */
export const knownPredictionLosses: readonly (readonly [string, KnownLoss])[] = [
  ["bce", { loss: (inputs) => binaryCrossEntropy(inputs.tensor("logits"), inputs.tensor("targets")) }],
  ["kl-gaussian", { loss: (inputs) => klGaussian(inputs.tensor("mu"), inputs.tensor("logvar")) }],
  [
    "cross-entropy",
    {
      integers: ["labels"],
      loss: (inputs) => crossEntropy(inputs.tensor("logits"), inputs.tensor("labels")),
    },
  ],
  [
    "soft-cross-entropy",
    { loss: (inputs) => weighed(softCrossEntropy(inputs.tensor("logits"), inputs.tensor("targets"))) },
  ],
  [
    "rebalanced-cross-entropy",
    {
      loss: (inputs) =>
        rebalancedCrossEntropy(
          inputs.tensor("logits"),
          inputs.tensor("targets"),
          rarityWeights(inputs.tensor("frequencies"), inputs.number("uniformShare")),
        ),
    },
  ],
  ["smooth-l1", { loss: (inputs) => mean(smoothL1(inputs.tensor("a"), inputs.tensor("b"))) }],
  [
    "patch-errors",
    {
      loss: (inputs) =>
        weighed(
          patchErrors(inputs.tensor("predicted"), inputs.tensor("patches"), {
            normalised: inputs.number("normalised") === 1,
          }),
        ),
    },
  ],
  [
    "weighted-errors",
    { loss: (inputs) => weighed(weightedErrors(inputs.tensor("errors"), inputs.tensor("weights"))) },
  ],
  [
    "gaussian-surprise",
    {
      loss: (inputs) =>
        weighed(gaussianSurprise(inputs.tensor("x"), inputs.tensor("mu"), inputs.tensor("logDeviation"))),
    },
  ],
];
