#!/usr/bin/env node
/**
 * Writes test/fixtures/conformance/adversarial-losses.json: values and gradients of the losses of critics and of what
 * looks at slopes, in plain loops and double precision. Slopes of the little networks are written out by hand, so that
 * their own slopes come from a single difference.
 *
 *   node scripts/reference-losses/adversarial.js
 */
import { dot, mean, reference, softplus, sum, wave, write } from "./reference.js";

/** -log σ(x) and -log(1 - σ(x)): what it costs to call a sample of that logit real, or generated. */
const asReal = (x) => softplus(-x);
const asGenerated = (x) => softplus(x);

const ganCritic = ({ real, generated }, { labelSmoothing }) =>
  mean(real.map((x) => (1 - labelSmoothing) * asReal(x) + labelSmoothing * asGenerated(x))) +
  mean(generated.map(asGenerated));
const ganGenerator = ({ generated }, { saturating }) =>
  saturating === 1 ? -mean(generated.map(asGenerated)) : mean(generated.map(asReal));
const jensenShannon = ({ real, generated }) =>
  Math.log(2) - (mean(real.map(asReal)) + mean(generated.map(asGenerated))) / 2;

/** The units of a layer tanh(x w) and their slopes. */
const units = (row, w) => w[0].map((_, h) => Math.tanh(sum(row.map((x, i) => x * w[i][h]))));

/** f(x) = v' tanh(x w): |∇f(x)| by hand, then the mean of (|∇f| - 1)². */
const gradientPenalty = ({ x, w, v }) =>
  mean(
    x.map((row) => {
      const slopes = units(row, w).map((unit, h) => v[h][0] * (1 - unit ** 2));
      const gradient = row.map((_, i) => dot(w[i], slopes));
      return (Math.sqrt(dot(gradient, gradient)) - 1) ** 2;
    }),
  );

/** |J' v|² of the code h = tanh(x w), the mean over directions and the batch. */
const jacobianNorm = ({ x, w, first, second }) =>
  mean(
    [first, second].map((directions) =>
      mean(
        x.map((row, n) => {
          const slopes = units(row, w).map((unit, h) => directions[n][h] * (1 - unit ** 2));
          return sum(row.map((_, i) => dot(w[i], slopes) ** 2));
        }),
      ),
    ),
  );

/** Half the mean squared distance of all pairs, which is the mean squared distance to the mean. */
const codeSpread = ({ h }) =>
  mean(h.flatMap((a) => h.map((b) => sum(a.map((value, i) => (value - b[i]) ** 2))))) / 2;

const logits = (n, m) => ({ real: wave([n], 0.4, 3), generated: wave([m], 1.9, 3) });
const source = "Goodfellow et al., 2014, with the logit in place of D";

const cases = [
  ...[0, 0.1].map((labelSmoothing) =>
    reference({
      name: `gan-critic n${labelSmoothing === 0 ? 5 : 16} smoothing${labelSmoothing}`,
      source: `${source}; one-sided label smoothing`,
      params: { labelSmoothing },
      inputs: labelSmoothing === 0 ? logits(5, 4) : logits(16, 16),
      free: ["real", "generated"],
      loss: ganCritic,
    }),
  ),
  ...[0, 1].map((saturating) =>
    reference({
      name: `gan-generator n6 ${saturating ? "saturating" : "non-saturating"}`,
      source,
      params: { saturating },
      inputs: logits(6, 6),
      free: ["generated"],
      loss: ganGenerator,
    }),
  ),
  reference({
    name: "gan-jensen-shannon n6",
    source: `${source}: log 2 less half of what the critic pays`,
    inputs: logits(6, 5),
    free: ["real", "generated"],
    loss: jensenShannon,
  }),
  reference({
    name: "wasserstein-critic n6",
    source: "Arjovsky, Chintala, Bottou, 2017: scores of generated samples less those of real ones",
    inputs: logits(6, 5),
    free: ["real", "generated"],
    loss: ({ real, generated }) => mean(generated) - mean(real),
  }),
  reference({
    name: "wasserstein-generator n6",
    source: "Arjovsky, Chintala, Bottou, 2017",
    inputs: logits(6, 5),
    free: ["generated"],
    loss: ({ generated }) => -mean(generated),
  }),
  ...[
    [4, 3, 5],
    [16, 6, 8],
  ].flatMap(([n, d, hidden]) => [
    reference({
      name: `gradient-penalty n${n} d${d}`,
      source: "Gulrajani et al., 2017, equation 3, of the critic v' tanh(x w)",
      inputs: { x: wave([n, d], 0.3), w: wave([d, hidden], 1.7), v: wave([hidden, 1], 2.9) },
      free: ["x", "w", "v"],
      loss: gradientPenalty,
    }),
    reference({
      name: `jacobian-norm n${n} d${d}`,
      source: "Hutchinson's estimate of the squared norm of dh/dx from two directions, of the code tanh(x w)",
      inputs: {
        x: wave([n, d], 0.3),
        w: wave([d, hidden], 1.7),
        first: wave([n, hidden], 2.9),
        second: wave([n, hidden], 4.1),
      },
      free: ["x", "w"],
      loss: jacobianNorm,
    }),
    reference({
      name: `code-spread n${n} d${d}`,
      source: "half the mean squared distance of all pairs",
      inputs: { h: wave([n, d], 0.3) },
      free: ["h"],
      loss: codeSpread,
    }),
  ]),
];

write("adversarial", cases);
