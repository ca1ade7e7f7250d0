import { constant, gelu, layerNormalise, softmax, type Tensor } from "../../tensor/index.js";
import type { KnownLoss } from "./case-inputs.js";
import { knownAdversarialLosses } from "./known-adversarial-losses.js";
import { knownContrastiveLosses } from "./known-contrastive-losses.js";
import { knownDistillationLosses } from "./known-distillation-losses.js";
import { knownInformationLosses } from "./known-information-losses.js";
import { knownPredictionLosses } from "./known-prediction-losses.js";
import { weighed } from "./weighed.js";

/** An operator case: all elements, weighed. */
const operator = (op: (x: Tensor) => Tensor): KnownLoss => ({
  loss: (inputs) => weighed(op(inputs.tensor("x"))),
});

/** Losses and operators by the first words of a case's name, as `nt-xent` in `nt-xent n4 d3 tau0.1`. */
export const knownLosses: ReadonlyMap<string, KnownLoss> = new Map<string, KnownLoss>([
  ...knownContrastiveLosses,
  ...knownDistillationLosses,
  ...knownInformationLosses,
  ...knownPredictionLosses,
  ...knownAdversarialLosses,
  ["op gelu", operator(gelu)],
  ["op softmax", operator((x) => softmax(x))],
  [
    "op layer_norm",
    operator((x) => {
      const width = x.shape.at(-1) ?? 0;
      const filled = (value: number) => constant(new Float32Array(width).fill(value), [width]);
      return layerNormalise(x, filled(1), filled(0));
    }),
  ],
]);

/** `nt-xent` of `nt-xent n4 d3 tau0.1`. */
export function lossName(caseName: string): string {
  return caseName.replace(/ n\d+\b.*$/, "");
}
