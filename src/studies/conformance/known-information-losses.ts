import {
  barlowTwinsLoss,
  empSslLoss,
  leJepaLoss,
  sigReg,
  tiCoLoss,
  vicRegLoss,
  visRegLoss,
  whiteningMse,
} from "../../losses/index.js";
import { full, stack, type Tensor } from "../../tensor/index.js";
import type { CaseInputs, KnownLoss } from "./case-inputs.js";

/** The two views of a case as `[2, N, D]`. */
const views = (inputs: CaseInputs): Tensor => stack([inputs.tensor("za"), inputs.tensor("zb")]);

/** Losses of the information family, by name. */
export const knownInformationLosses: ReadonlyMap<string, KnownLoss> = new Map<string, KnownLoss>([
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
]);
