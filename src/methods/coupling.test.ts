import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, inlineEngine } from "../engine/index.js";
import { distance, samples, traced } from "./coupling.suite.js";
import { methods } from "./index.js";

/** Relative distances of losses: rounding of float32, and what no rounding is. */
const [equalIs, apartIs] = [1e-5, 2e-4];

/** Options that make other couplings of a method than its defaults, and what lets it be traced on few pictures. */
const cases: readonly (readonly [name: string, options: Readonly<Record<string, unknown>>])[] = [
  ...[...methods.keys()].map((name) => [name, name === "w-mse" ? { outputDim: 2 } : {}] as const),
  ["simclr", { negatives: false }],
  ["simclr", { head: "formula" }],
  ["simclr", { negatives: false, head: "formula" }],
  ["swav", { sinkhornIterations: 0 }],
  ["swav", { queueSize: 16 }],
  ["msn", { sinkhornIterations: 0, meanEntropyWeight: 0 }],
  ["vicreg", { varianceWeight: 0, covarianceWeight: 0 }],
  ["masked-autoencoder", { lossOn: "hidden" }],
  ["contractive-autoencoder", { contraction: 0 }],
  ["i-jepa", { varianceWeight: 0, covarianceWeight: 0 }],
  ["vq-vae", { codebook: "gradient" }],
  ["vae", { likelihood: "gaussian" }],
  ["context-encoder", { adversarialWeight: 0.1 }],
  ["rotation", { copies: "one" }],
  ["pretext-mix", { jigsaw: 0 }],
  ["masked-language-model", { wholeWords: true }],
  ["masked-language-model", { nextSentence: true }],
];

let engine: Engine;
beforeAll(() => {
  engine = inlineEngine();
});
afterAll(() => engine.dispose());

describe.each(cases)("what %s %o says of how it couples the samples of a batch", (name, options) => {
  const method = methods.get(name)!(options as never);
  const couples = method.couples ?? [];

  it("is said", () => {
    expect(methods.get(name)!.definition.couples).toBeDefined();
  });

  it("is whether the loss of a batch is the mean of the losses of its halves", async () => {
    // Without batch normalisation, which is looked for beside it, what is left is the loss itself.
    const apart = await distance(engine, method, true);
    if (couples.includes("loss")) expect(apart).toBeGreaterThan(apartIs);
    else expect(apart).toBeLessThan(equalIs);
  });

  it("is whether batch normalisation in its heads makes it another", async () => {
    const { normalises } = traced(method, samples, false);
    expect(normalises).toBe(couples.includes("statistics"));
    if (normalises && !couples.includes("loss"))
      expect(await distance(engine, method, false)).toBeGreaterThan(apartIs);
  });

  it("is whether a step leaves anything to the next but running statistics", () => {
    const left = traced(method, samples, true).variables.assigned();
    expect(left.size > 0).toBe(couples.includes("state"));
  });
});
