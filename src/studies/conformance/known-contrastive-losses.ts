import {
  alignment,
  dcl,
  dclw,
  infoNce,
  kerasContrastive,
  momentumContrast,
  ntXent,
  pairwiseRanking,
  supCon,
  tripletLoss,
  uniformity,
} from "../../losses/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { KnownLoss } from "./case-inputs.js";

const pairs =
  (loss: (za: Tensor, zb: Tensor, options: { temperature: number }) => Tensor): KnownLoss["loss"] =>
  (inputs) =>
    loss(inputs.tensor("za"), inputs.tensor("zb"), { temperature: inputs.number("temperature") });

const flagged =
  (loss: (za: Tensor, zb: Tensor, y: Tensor, options: { margin: number }) => Tensor): KnownLoss["loss"] =>
  (inputs) =>
    loss(inputs.tensor("za"), inputs.tensor("zb"), inputs.tensor("y"), { margin: inputs.number("margin") });

/** Losses of the contrastive family, by name. */
export const knownContrastiveLosses: ReadonlyMap<string, KnownLoss> = new Map<string, KnownLoss>([
  ["nt-xent", { loss: pairs(ntXent) }],
  ["info-nce", { loss: pairs(infoNce) }],
  ["dcl", { loss: pairs(dcl) }],
  [
    "dclw",
    {
      loss: (inputs) =>
        pairs((za, zb, options) => dclw(za, zb, { ...options, sigma: inputs.number("sigma") }))(inputs),
    },
  ],
  [
    "moco",
    {
      loss: (inputs) =>
        pairs((za, zb, options) => momentumContrast(za, zb, inputs.tensor("queue"), options))(inputs),
    },
  ],
  [
    "triplet",
    {
      loss: (inputs) =>
        tripletLoss(inputs.tensor("anchor"), inputs.tensor("positive"), inputs.tensor("negative"), {
          margin: inputs.number("margin"),
        }),
    },
  ],
  ["pairwise-ranking", { loss: flagged(pairwiseRanking) }],
  ["contrastive", { loss: flagged(kerasContrastive) }],
  [
    "supcon",
    {
      integers: ["labels"],
      loss: (inputs) =>
        supCon(inputs.tensor("za"), inputs.tensor("zb"), inputs.tensor("labels"), {
          temperature: inputs.number("temperature"),
        }),
    },
  ],
  [
    "alignment",
    {
      loss: (inputs) =>
        alignment(inputs.tensor("za"), inputs.tensor("zb"), { alpha: inputs.number("alpha") }),
    },
  ],
  ["uniformity", { loss: (inputs) => uniformity(inputs.tensor("za"), { t: inputs.number("t") }) }],
]);
