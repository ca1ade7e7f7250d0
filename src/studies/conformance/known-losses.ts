import { DataError } from "../../errors.js";
import {
  alignment,
  barlowTwinsLoss,
  binaryCrossEntropy,
  dcl,
  dclw,
  empSslLoss,
  infoNce,
  kerasContrastive,
  klGaussian,
  leJepaLoss,
  momentumContrast,
  ntXent,
  pairwiseRanking,
  sigReg,
  supCon,
  tiCoLoss,
  tripletLoss,
  uniformity,
  vicRegLoss,
  visRegLoss,
  whiteningMse,
} from "../../losses/index.js";
import {
  constant,
  full,
  gelu,
  layerNormalise,
  mul,
  softmax,
  stack,
  sum,
  type Tensor,
} from "../../tensor/index.js";
import type { LossCase } from "./case-file.js";
import { knownDistillationLosses } from "./known-distillation-losses.js";

/** What a reference case hands to a loss. */
export class CaseInputs {
  readonly #name: string;
  readonly #tensors: ReadonlyMap<string, Tensor>;
  readonly #params: LossCase["params"];

  constructor(name: string, tensors: ReadonlyMap<string, Tensor>, params: LossCase["params"]) {
    this.#name = name;
    this.#tensors = tensors;
    this.#params = params;
  }

  /** @throws DataError when the case has no such input. */
  tensor(name: string): Tensor {
    const tensor = this.#tensors.get(name);
    if (tensor === undefined) throw new DataError(`Case ${this.#name} has no input called ${name}.`);
    return tensor;
  }

  /** @throws DataError when the case has no such number. */
  number(name: string): number {
    const value = this.#params[name];
    if (typeof value !== "number") throw new DataError(`Case ${this.#name} has no number called ${name}.`);
    return value;
  }
}

export interface KnownLoss {
  /** Inputs that are integers. */
  readonly integers?: readonly string[];
  loss(inputs: CaseInputs): Tensor;
  /** The centre after the step, for losses that have one. */
  centre?(inputs: CaseInputs): Tensor;
}

const pairs =
  (loss: (za: Tensor, zb: Tensor, options: { temperature: number }) => Tensor): KnownLoss["loss"] =>
  (inputs) =>
    loss(inputs.tensor("za"), inputs.tensor("zb"), { temperature: inputs.number("temperature") });

const flagged =
  (loss: (za: Tensor, zb: Tensor, y: Tensor, options: { margin: number }) => Tensor): KnownLoss["loss"] =>
  (inputs) =>
    loss(inputs.tensor("za"), inputs.tensor("zb"), inputs.tensor("y"), { margin: inputs.number("margin") });

/** The two views of a case as `[2, N, D]`. */
const views = (inputs: CaseInputs): Tensor => stack([inputs.tensor("za"), inputs.tensor("zb")]);

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
  ...knownDistillationLosses,
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
  [
    "barlow-twins",
    {
      loss: (inputs) =>
        barlowTwinsLoss(inputs.tensor("za"), inputs.tensor("zb"), {
          redundancyWeight: inputs.number("lambda_"),
        }),
    },
  ],
  [
    "vicreg",
    {
      loss: (inputs) =>
        vicRegLoss(inputs.tensor("za"), inputs.tensor("zb"), {
          invarianceWeight: inputs.number("sim"),
          varianceWeight: inputs.number("var"),
          covarianceWeight: inputs.number("cov"),
        }),
    },
  ],
  [
    "tico",
    {
      loss: (inputs) => {
        const d = inputs.tensor("za").shape[1] ?? 0;
        return tiCoLoss(inputs.tensor("za"), inputs.tensor("zb"), full([d, d], 0), {
          momentum: inputs.number("beta"),
          covarianceWeight: inputs.number("rho"),
        }).loss;
      },
    },
  ],
  [
    "whitening-mse",
    { loss: (inputs) => whiteningMse(views(inputs), { subBatches: inputs.number("subBatches"), ridge: 0 }) },
  ],
  [
    "emp-ssl",
    {
      loss: (inputs) =>
        empSslLoss(views(inputs), {
          invarianceWeight: inputs.number("invarianceWeight"),
          epsilon: inputs.number("epsilon"),
        }),
    },
  ],
  [
    "sigreg",
    {
      loss: (inputs) =>
        sigReg(views(inputs), inputs.tensor("directions"), {
          knots: inputs.number("knots"),
          largestFrequency: inputs.number("largestFrequency"),
        }),
    },
  ],
  [
    "lejepa",
    {
      loss: (inputs) =>
        leJepaLoss(views(inputs), inputs.tensor("directions"), {
          globals: inputs.number("globals"),
          regularisation: inputs.number("regularisation"),
          knots: inputs.number("knots"),
          largestFrequency: inputs.number("largestFrequency"),
        }),
    },
  ],
  [
    "visreg",
    {
      loss: (inputs) =>
        visRegLoss(views(inputs), inputs.tensor("directions"), {
          globals: inputs.number("globals"),
          regularisation: inputs.number("regularisation"),
          scaleWeight: inputs.number("scaleWeight"),
          shapeWeight: inputs.number("shapeWeight"),
          centreWeight: inputs.number("centreWeight"),
        }),
    },
  ],
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
