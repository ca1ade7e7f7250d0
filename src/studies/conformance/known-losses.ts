import { binaryCrossEntropy, klGaussian } from "../../losses/index.js";
import { constant, gelu, layerNormalise, mul, softmax, sum, type Tensor } from "../../tensor/index.js";
import type { KnownLoss } from "./case-inputs.js";
import { knownContrastiveLosses } from "./known-contrastive-losses.js";
import { knownDistillationLosses } from "./known-distillation-losses.js";
import { knownInformationLosses } from "./known-information-losses.js";

/** An operator case: the sum of op(x) * w with w[k] = sin(0.9 + 0.21 k). */
const operator = (op: (x: Tensor) => Tensor): KnownLoss => ({
  loss(inputs) {
    const y = op(inputs.tensor("x"));
    const size = y.shape.reduce((product, side) => product * side, 1);
    const weights = Float32Array.from({ length: size }, (_, k) => Math.sin(0.9 + 0.21 * k));
    return sum(mul(y, constant(weights, y.shape)));
  },
});

/** Losses and operators by the first words of a case's name, as `nt-xent` in `nt-xent n4 d3 tau0.1`. */
export const knownLosses: ReadonlyMap<string, KnownLoss> = new Map<string, KnownLoss>([
  ...knownContrastiveLosses,
  ...knownDistillationLosses,
  ...knownInformationLosses,
  ["bce", { loss: (inputs) => binaryCrossEntropy(inputs.tensor("logits"), inputs.tensor("targets")) }],
  ["kl-gaussian", { loss: (inputs) => klGaussian(inputs.tensor("mu"), inputs.tensor("logvar")) }],
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
