import {
  codeSpread,
  ganLosses,
  gradientPenalty,
  jacobianNorm,
  wassersteinLosses,
} from "../../losses/index.js";
import { matmul, reshape, type Tensor, tanh } from "../../tensor/index.js";
import type { CaseInputs, KnownLoss } from "./case-inputs.js";

const gan = (inputs: CaseInputs, options: Parameters<typeof ganLosses>[2] = {}) =>
  ganLosses(inputs.tensor("real"), inputs.tensor("generated"), options);

const wasserstein = (inputs: CaseInputs) =>
  wassersteinLosses(inputs.tensor("real"), inputs.tensor("generated"));

/** The cases' little network: one layer of tanh. */
const hidden = (inputs: CaseInputs, x: Tensor) => tanh(matmul(x, inputs.tensor("w")));

/** Losses of critics, and those that look at slopes, by the first words of a case's name. */
export const knownAdversarialLosses: readonly (readonly [string, KnownLoss])[] = [
  [
    "gan-critic",
    { loss: (inputs) => gan(inputs, { labelSmoothing: inputs.number("labelSmoothing") }).critic },
  ],
  [
    "gan-generator",
    {
      loss: (inputs) => {
        const generator = inputs.number("saturating") === 1 ? "saturating" : "non-saturating";
        return gan(inputs, { generator }).generator;
      },
    },
  ],
  ["gan-jensen-shannon", { loss: (inputs) => gan(inputs).jensenShannon }],
  ["wasserstein-critic", { loss: (inputs) => wasserstein(inputs).critic }],
  ["wasserstein-generator", { loss: (inputs) => wasserstein(inputs).generator }],
  [
    "gradient-penalty",
    {
      loss: (inputs) =>
        gradientPenalty(
          (x) => reshape(matmul(hidden(inputs, x), inputs.tensor("v")), [-1]),
          inputs.tensor("x"),
        ),
    },
  ],
  [
    "jacobian-norm",
    {
      loss: (inputs) => {
        const x = inputs.tensor("x");
        const directions = [inputs.tensor("first"), inputs.tensor("second")];
        return jacobianNorm(hidden(inputs, x), x, directions);
      },
    },
  ],
  ["code-spread", { loss: (inputs) => codeSpread(inputs.tensor("h")) }],
];
