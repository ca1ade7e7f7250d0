#!/usr/bin/env node
/**
 * Writes test/fixtures/conformance/prediction-losses.json: values and gradients of losses that compare a prediction with
 * its truth, in plain loops and double precision.
 *
 *   node scripts/reference-losses/prediction.js
 */
import { distributions, logSum, mean, reference, sum, wave, weighed, write } from "./reference.js";

/** -log of the softmax's share of one class. */
const surprise = (row, label) => logSum(row) - row[label];

const crossEntropy = ({ logits, labels }) =>
  mean(labels.map((label, i) => (logits[i][label] === undefined ? 0 : surprise(logits[i], label))));

const softRow = (row, target) => -sum(target.map((q, k) => q * (row[k] - logSum(row))));
const softCrossEntropy = ({ logits, targets }) => weighed(logits.map((row, i) => softRow(row, targets[i])));

/** Zhang, Isola, Efros, 2016, equations 2 to 4. */
function rebalanced({ logits, targets, frequencies }, { uniformShare }) {
  const rarity = frequencies.map((p) => 1 / ((1 - uniformShare) * p + uniformShare / frequencies.length));
  const scale = sum(frequencies.map((p, q) => p * rarity[q]));
  const likeliest = (target) => target.indexOf(Math.max(...target));
  return mean(logits.map((row, i) => (rarity[likeliest(targets[i])] / scale) * softRow(row, targets[i])));
}

const smoothL1 = ({ a, b }) =>
  mean(
    a.flatMap((row, i) =>
      row.map((x, k) => {
        const d = Math.abs(x - b[i][k]);
        return d < 1 ? d ** 2 / 2 : d - 0.5;
      }),
    ),
  );

/** facebookresearch/mae, norm_pix_loss: unbiased variance, 1e-6 under the root. */
function patchErrors({ predicted, patches }, { normalised }) {
  return weighed(
    predicted.map((picture, n) =>
      picture.map((patch, m) => {
        const truth = patches[n][m];
        const centre = mean(truth);
        const variance = sum(truth.map((x) => (x - centre) ** 2)) / (truth.length - 1);
        const target = truth.map((x) => (normalised === 1 ? (x - centre) / Math.sqrt(variance + 1e-6) : x));
        return mean(patch.map((x, p) => (x - target[p]) ** 2));
      }),
    ),
  );
}

const weightedErrors = ({ errors, weights }) =>
  weighed(errors.map((row, i) => sum(row.map((e, k) => e * weights[i][k])) / sum(weights[i])));

/** -log of the normal density itself. */
const gaussianSurprise = ({ x, mu, logDeviation }) =>
  weighed(
    x.map((row, i) =>
      row.map((value, k) => {
        const deviation = Math.exp(logDeviation[i][k]);
        const density =
          Math.exp(-0.5 * ((value - mu[i][k]) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));
        return -Math.log(density);
      }),
    ),
  );

const sizes = [
  [4, 5],
  [16, 8],
];

const cases = [
  ...sizes.map(([n, c]) =>
    reference({
      name: `cross-entropy n${n} c${c}`,
      source: "torch.nn.functional.cross_entropy: the mean over rows, in nats",
      inputs: { logits: wave([n, c], 0.3, 2), labels: Array.from({ length: n }, (_, i) => (3 * i) % c) },
      free: ["logits"],
      loss: crossEntropy,
    }),
  ),
  reference({
    name: "cross-entropy n5 c3 unknown",
    source:
      "torch.nn.functional.cross_entropy with reduction sum over 5: two rows are of none of the classes",
    inputs: { logits: wave([5, 3], 0.9, 2), labels: [2, -1, 0, 3, 0] },
    free: ["logits"],
    loss: crossEntropy,
  }),
  ...sizes.map(([n, c]) =>
    reference({
      name: `soft-cross-entropy n${n} c${c}`,
      source:
        "torch.nn.functional.cross_entropy with probabilities as targets and reduction none, rows weighed",
      inputs: { logits: wave([n, c], 0.3, 2), targets: distributions([n, c], 1.1) },
      free: ["logits", "targets"],
      loss: softCrossEntropy,
    }),
  ),
  ...[0, 0.5, 1].map((uniformShare, i) =>
    reference({
      name: `rebalanced-cross-entropy n${[4, 6, 16][i]} share${uniformShare}`,
      source: "Zhang, Isola, Efros, 2016, equations 2 to 4; the mean over places",
      params: { uniformShare },
      inputs: {
        logits: wave([[4, 6, 16][i], 5], 0.3, 2),
        targets: distributions([[4, 6, 16][i], 5], 1.1),
        frequencies: distributions([1, 5], 0.4)[0],
      },
      free: ["logits"],
      loss: rebalanced,
    }),
  ),
  ...sizes.map(([n, d]) =>
    reference({
      name: `smooth-l1 n${n} d${d}`,
      source: "torch.nn.functional.smooth_l1_loss with beta 1: the mean over elements",
      inputs: { a: wave([n, d], 0.3, 2), b: wave([n, d], 1.7, 2) },
      free: ["a", "b"],
      loss: smoothL1,
    }),
  ),
  ...[1, 0].map((normalised) =>
    reference({
      name: `patch-errors n2 ${normalised ? "normalised" : "plain"}`,
      source: "facebookresearch/mae, forward_loss before its mean; patches weighed, the truth detached",
      params: { normalised },
      inputs: { predicted: wave([2, 3, 6], 0.3), patches: wave([2, 3, 6], 1.7) },
      free: ["predicted"],
      loss: patchErrors,
    }),
  ),
  reference({
    name: "weighted-errors n4 d5",
    source: "each sample's weighted mean, samples weighed",
    inputs: {
      errors: wave([4, 5], 0.3).map((row) => row.map((x) => x * x)),
      weights: wave([4, 5], 2).map((row) => row.map((x) => 0.1 + x * x)),
    },
    free: ["errors", "weights"],
    loss: weightedErrors,
  }),
  ...sizes.map(([n, d]) =>
    reference({
      name: `gaussian-surprise n${n} d${d}`,
      source: "minus the logarithm of the normal density; elements weighed",
      inputs: { x: wave([n, d], 0.3), mu: wave([n, d], 1.7), logDeviation: wave([n, d], 2.9, 0.7) },
      free: ["x", "mu", "logDeviation"],
      loss: gaussianSurprise,
    }),
  ),
];

write("prediction", cases);
