#!/usr/bin/env node
/**
 * Writes test/fixtures/conformance/contrast-losses.json: values and gradients of losses that tell a positive from
 * negatives, with similarities of one's choice and with classes, in plain loops and double precision.
 *
 *   node scripts/reference-losses/contrast.js
 */
import { cosine, dot, logSum, mean, minusSquares, reference, sum, wave, write } from "./reference.js";

const similarities = { cosine, dot, "squared-distance": minusSquares };

/** van den Oord et al., 2018, equation 4: one positive of a given list, row by row. */
function sampled({ anchors, positives, negatives, samples, drawn }, { temperature, similarity }) {
  const s = (a, b) => similarities[similarity](a, b) / temperature;
  return mean(
    anchors.map((anchor, i) => {
      const counted = negatives.filter((_, j) => samples === undefined || samples[i] !== drawn[j]);
      const own = s(anchor, positives[i]);
      return logSum([own, ...counted.map((negative) => s(anchor, negative))]) - own;
    }),
  );
}

/** Anchors of both views, or of the first only; candidates are the partner and what is of another class. */
function byClass({ za, zb, classes }, { temperature, similarity = "cosine" }, { both, decoupled = false }) {
  const n = za.length;
  const views = [...za, ...zb];
  const s = (i, k) => similarities[similarity](views[i], views[k]) / temperature;
  return mean(
    views.slice(0, both ? 2 * n : n).map((_, i) => {
      const partner = (i + n) % (2 * n);
      const others = views
        .map((_, k) => k)
        .filter((k) => classes[k % n] !== classes[i % n] && (both || k >= n));
      const pushed = [...(decoupled ? [] : [partner]), ...others];
      return (pushed.length === 0 ? 0 : logSum(pushed.map((k) => s(i, k)))) - s(i, partner);
    }),
  );
}

const ownClass = (inputs) => ({ ...inputs, classes: inputs.za.map((_, i) => i) });
const lengths = (rows) => mean(rows.map((row) => dot(row, row)));

function nPair(inputs, { regularisation }) {
  const told = inputs.classes === undefined ? ownClass(inputs) : inputs;
  const contrast = byClass(told, { temperature: 1, similarity: "dot" }, { both: false });
  return contrast + (regularisation / 4) * sum([inputs.za, inputs.zb].map(lengths));
}

/** The classes of a batch, in which one sample has no other of its own. */
const classes = (n) => Array.from({ length: n }, (_, i) => (i === 0 ? 7 : (i * i) % 3));
const pair = (n, d) => ({ za: wave([n, d], 0.3), zb: wave([n, d], 1.9) });

const cases = [
  ...Object.keys(similarities).flatMap((similarity) =>
    [
      [4, 3, 5],
      [16, 8, 12],
    ].map(([n, d, m]) =>
      reference({
        name: `sampled-info-nce ${similarity} n${n} m${m}`,
        source: "van den Oord et al., 2018, equation 4, as a cross-entropy in nats",
        params: { temperature: 0.5, similarity },
        inputs: {
          anchors: wave([n, d], 0.3),
          positives: wave([n, d], 1.9),
          negatives: wave([m, d], 3.1),
        },
        free: ["anchors", "positives", "negatives"],
        loss: sampled,
      }),
    ),
  ),
  reference({
    name: "sampled-info-nce excluded n4 m6",
    source: "the same where draws of an anchor's own sample do not count; one anchor has none left",
    params: { temperature: 0.5, similarity: "cosine" },
    inputs: {
      anchors: wave([4, 3], 0.3),
      positives: wave([4, 3], 1.9),
      negatives: wave([6, 3], 3.1),
      samples: [0, 1, 2, 3],
      drawn: [0, 0, 2, 1, 0, 5],
    },
    free: ["anchors", "positives", "negatives"],
    loss: sampled,
  }),
  ...[0.5, 1].flatMap((temperature) =>
    ["dot", "squared-distance"].map((similarity) =>
      reference({
        name: `nt-xent ${similarity} n5 tau${temperature}`,
        source: "Chen et al., 2020, equation 1, with another similarity",
        params: { temperature, similarity },
        inputs: pair(5, 3),
        free: ["za", "zb"],
        loss: (inputs, params) => byClass(ownClass(inputs), params, { both: true }),
      }),
    ),
  ),
  ...[
    ["nt-xent classes", { both: true }],
    ["info-nce classes", { both: false }],
    ["dcl classes", { both: true, decoupled: true }],
  ].flatMap(([name, form]) =>
    [6, 16].map((n) =>
      reference({
        name: `${name} n${n}`,
        source: "the loss without candidates of the anchor's class, but for its positive",
        params: { temperature: 0.5 },
        inputs: { ...pair(n, 4), classes: classes(n) },
        free: ["za", "zb"],
        loss: (inputs, params) => byClass(inputs, params, form),
      }),
    ),
  ),
  reference({
    name: "dcl classes n3 one",
    source: "DCL in a batch of one class: only the pull is left",
    params: { temperature: 0.5 },
    inputs: { ...pair(3, 4), classes: [1, 1, 1] },
    free: ["za", "zb"],
    loss: (inputs, params) => byClass(inputs, params, { both: true, decoupled: true }),
  }),
  ...[4, 16].map((n) =>
    reference({
      name: `n-pair n${n}`,
      source: "Sohn, 2016, with TensorFlow's weight of a quarter of lambda on the squared lengths",
      params: { regularisation: 0.02 },
      inputs: pair(n, 3),
      free: ["za", "zb"],
      loss: nPair,
    }),
  ),
];

write("contrast", cases);
