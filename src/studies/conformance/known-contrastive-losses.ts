import {
  alignment,
  type ContrastOptions,
  dcl,
  dclw,
  infoNce,
  kerasContrastive,
  momentumContrast,
  nPairLoss,
  ntXent,
  pairwiseRanking,
  sameClass,
  sampledInfoNce,
  similarities,
  supCon,
  tripletLoss,
  uniformity,
} from "../../losses/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { CaseInputs, KnownLoss } from "./case-inputs.js";

const pairs =
  (loss: (za: Tensor, zb: Tensor, options: { temperature: number }) => Tensor): KnownLoss["loss"] =>
  (inputs) =>
    loss(inputs.tensor("za"), inputs.tensor("zb"), { temperature: inputs.number("temperature") });

const flagged =
  (loss: (za: Tensor, zb: Tensor, y: Tensor, options: { margin: number }) => Tensor): KnownLoss["loss"] =>
  (inputs) =>
    loss(inputs.tensor("za"), inputs.tensor("zb"), inputs.tensor("y"), { margin: inputs.number("margin") });

/** A loss of two views whose negatives are of other classes. */
const byClass = (loss: (za: Tensor, zb: Tensor, options: ContrastOptions) => Tensor): KnownLoss => ({
  integers: ["classes"],
  loss: (inputs) =>
    pairs((za, zb, options) => loss(za, zb, { ...options, classes: inputs.tensor("classes") }))(inputs),
});

const sampled = (inputs: CaseInputs, options: Parameters<typeof sampledInfoNce>[3]) =>
  sampledInfoNce(inputs.tensor("anchors"), inputs.tensor("positives"), inputs.tensor("negatives"), {
    temperature: inputs.number("temperature"),
    ...options,
  });

const ofSimilarities = Object.entries(similarities).flatMap(([name, similarity]): [string, KnownLoss][] => [
  [`sampled-info-nce ${name}`, { loss: (inputs) => sampled(inputs, { similarity }) }],
  [`nt-xent ${name}`, { loss: pairs((za, zb, options) => ntXent(za, zb, { ...options, similarity })) }],
]);

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
  ...ofSimilarities,
  [
    "sampled-info-nce excluded",
    {
      integers: ["samples", "drawn"],
      loss: (inputs) =>
        sampled(inputs, { excluded: sameClass(inputs.tensor("samples"), inputs.tensor("drawn")) }),
    },
  ],
  ["nt-xent classes", byClass(ntXent)],
  ["info-nce classes", byClass(infoNce)],
  ["dcl classes", byClass(dcl)],
  [
    "n-pair",
    {
      loss: (inputs) =>
        nPairLoss(inputs.tensor("za"), inputs.tensor("zb"), {
          regularisation: inputs.number("regularisation"),
        }),
    },
  ],
  ["uniformity", { loss: (inputs) => uniformity(inputs.tensor("za"), { t: inputs.number("t") }) }],
]);
