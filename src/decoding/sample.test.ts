import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError, DataError, DivergenceError } from "../errors.js";
import { greedy, logProbabilities, nextDistribution, sample, sampleTokens } from "./index.js";
import { chain, madeModel, modelOf } from "./made-model.suite.js";

const probabilities = [0.05, 0.4, 0.05, 0.3, 0.2];
const fixed = () => modelOf(() => probabilities.map(Math.log), { vocabulary: 5 });

/** How often each token is drawn, of 8,000. */
async function shares(options: object): Promise<number[]> {
  const prompts = Array.from({ length: 40 }, () => [0]);
  const texts = await sample(fixed(), prompts, { tokens: 200, seed: 11, ...options });
  const counts = probabilities.map(() => 0);
  for (const { tokens } of texts) for (const token of tokens) counts[token]!++;
  return counts.map((count) => count / 8000);
}

/** Within four deviations of what 8,000 draws of a probability give. */
function expectShares(found: readonly number[], expected: readonly number[]): void {
  for (const [i, p] of expected.entries())
    expect(Math.abs(found[i]! - p), `token ${i}`).toBeLessThanOrEqual(4 * Math.sqrt((p * (1 - p)) / 8000));
}

describe("sample", () => {
  it("draws tokens as often as the model says, and none that cannot come", async () => {
    expectShares(await shares({}), probabilities);
    expectShares(await shares({ never: [1] }), [0.05 / 0.6, 0, 0.05 / 0.6, 0.5, 0.2 / 0.6]);
  });

  it("draws at a temperature: probabilities to the power of its reciprocal, made to add up to 1", async () => {
    for (const temperature of [0.5, 2]) {
      const powers = probabilities.map((p) => p ** (1 / temperature));
      const sum = powers.reduce((a, b) => a + b, 0);
      expectShares(
        await shares({ temperature }),
        powers.map((p) => p / sum),
      );
    }
  });

  it("draws from the k likeliest alone", async () => {
    expectShares(await shares({ topK: 2 }), [0, 4 / 7, 0, 3 / 7, 0]);
    expectShares(await shares({ topK: 9 }), probabilities);
  });

  it("draws from the fewest that reach a share together", async () => {
    expectShares(await shares({ topP: 0.69 }), [0, 4 / 7, 0, 3 / 7, 0]);
    expectShares(await shares({ topP: 0.71 }), [0, 4 / 9, 0, 3 / 9, 2 / 9]);
    // Of equals the lower id, and never fewer than one.
    expectShares(await shares({ topP: 0.94 }), [0.05 / 0.95, 0.4 / 0.95, 0, 0.3 / 0.95, 0.2 / 0.95]);
    expectShares(await shares({ topP: 1e-9 }), [0, 1, 0, 0, 0]);
    expectShares(await shares({ topP: 1 }), probabilities);
  });

  it("takes shares after the temperature, and of the k likeliest", async () => {
    // At 0.5: squares 0.16, 0.09 and 0.04 of the three likeliest; two are 0.86 of them.
    expectShares(await shares({ temperature: 0.5, topK: 3, topP: 0.85 }), [0, 16 / 25, 0, 9 / 25, 0]);
  });

  it("of the one likeliest token is greedy decoding, as is temperature 0", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1e6), fc.boolean(), fc.nat(1000), async (made, ends, seed) => {
        const model = madeModel(made, { vocabulary: 20, ...(ends ? { end: 3 } : {}) });
        const prompts = [[1], [2, 3], []];
        const expected = await greedy(model, prompts, { tokens: 9 });
        for (const one of [{ topK: 1 }, { temperature: 0 }, { topP: 1e-9 }])
          expect(await sample(model, prompts, { tokens: 9, seed, ...one })).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it("gives the same texts for the same seed, others for another, and other ones of the same prompt", async () => {
    const model = madeModel(2, { vocabulary: 30, spread: 0.5 });
    const texts = async (seed: number) =>
      (await sample(model, [[1], [1]], { tokens: 20, seed })).map(({ tokens }) => tokens.join(" "));
    const [first, again, other] = [await texts(4), await texts(4), await texts(2 ** 32 + 4)];
    expect(first).toEqual(again);
    expect(new Set([...first, ...other]).size).toBe(4);
  });

  it("says of a text what the model does, whatever it was drawn at", async () => {
    const model = madeModel(6, { vocabulary: 5, end: 2 });
    const texts = await sample(model, [[1], [0, 4]], { tokens: 30, temperature: 3, topK: 4, seed: 2 });
    for (const [i, { tokens, logProbability, ended }] of texts.entries()) {
      const said = [...tokens, ...(ended === "end" ? [2] : [])];
      let sum = 0;
      for (const [at, token] of said.entries()) {
        const before = [...[[1], [0, 4]][i]!, ...said.slice(0, at)];
        sum += logProbabilities(await model.open([before]), 0, 5)[token]!;
      }
      expect(logProbability).toBeCloseTo(sum, 9);
    }
  });

  it("hands tokens on as they are drawn, and asks for no more than are taken", async () => {
    const model = madeModel(2, { vocabulary: 30 });
    const whole = (await sample(model, [[1]], { tokens: 40, seed: 1 }))[0]!;
    model.asked.length = 0;
    const taken: number[] = [];
    for await (const { token } of sampleTokens(model, [[1]], { tokens: 40, seed: 1 }))
      if (taken.push(token) === 5) break;
    expect(taken).toEqual([...whole.tokens.subarray(0, 5)]);
    expect(model.asked).toHaveLength(5);
  });

  it("lets texts that ended go, and the others go on", async () => {
    const model = chain(
      [
        [1, 0, 0],
        [0, 0, 1],
        [0, 1, 0],
      ],
      { end: 0 },
    );
    const texts = await greedy(model, [[0], [1], [2]], { tokens: 3, stop: (tokens) => tokens[0] === 1 });
    expect(texts).toEqual([
      { tokens: Int32Array.of(), logProbability: 0, ended: "end" },
      { tokens: Int32Array.of(2, 1, 2), logProbability: 0, ended: "length" },
      { tokens: Int32Array.of(1), logProbability: 0, ended: "stop" },
    ]);
  });

  it.each([
    [{ temperature: -1 }, ConfigError],
    [{ temperature: Number.NaN }, ConfigError],
    [{ topK: 0 }, ConfigError],
    [{ topP: 0 }, ConfigError],
    [{ topP: 1.1 }, ConfigError],
    [{ tokens: 0 }, ConfigError],
    [{ never: [0, 1, 2, 3, 4] }, DataError],
  ])("refuses %o", async (options, error) => {
    const refused = (async () => sample(fixed(), [[0]], { tokens: 2, ...options }))();
    await expect(refused).rejects.toBeInstanceOf(error);
  });

  it("refuses a model that gives no numbers", async () => {
    const model = modelOf(() => [0, Number.NaN], { vocabulary: 2 });
    await expect(sample(model, [[0]], { tokens: 2 })).rejects.toBeInstanceOf(DivergenceError);
  });
});

it("nextDistribution keeps the fewest that reach a share, of few and of many", () => {
  const logs = Float64Array.from({ length: 700 }, (_, i) => Math.log(1 + ((i * 37) % 601)));
  const order = [...logs.keys()].sort((a, b) => logs[b]! - logs[a]! || a - b);
  const total = logs.reduce((sum, value) => sum + Math.exp(value), 0);
  for (const topP of [1e-9, 0.01, 0.1, 0.3, 0.5, 0.7, 0.99, 0.999999]) {
    let [sum, count] = [0, 0];
    while (sum < topP - 1e-12) sum += Math.exp(logs[order[count++]!]!) / total;
    const { tokens, probabilities } = nextDistribution(logs, { topP });
    expect(tokens).toEqual(order.slice(0, count));
    expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    for (const [i, id] of tokens.entries())
      expect(probabilities[i]! / probabilities[0]!).toBeCloseTo(Math.exp(logs[id]! - logs[tokens[0]!]!), 9);
  }
});

it("nextDistribution orders the likeliest as sorting does, for few and for many", () => {
  const logs = Float64Array.from({ length: 300 }, (_, i) => Math.log(1 + ((i * 37) % 50)));
  const order = [...logs.keys()].sort((a, b) => logs[b]! - logs[a]! || a - b);
  for (const topK of [1, 7, 36, 37, 200, 299])
    expect(nextDistribution(logs, { topK }).tokens).toEqual(order.slice(0, topK));
});
