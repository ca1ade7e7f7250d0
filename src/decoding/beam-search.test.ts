import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError, DataError } from "../errors.js";
import { beamSearch, exhaustiveSearch, greedy, lengthOf, logProbabilities } from "./index.js";
import { chain, madeModel } from "./made-model.suite.js";

const normalisations = [
  { normalise: "none" },
  { normalise: "length" },
  { normalise: "penalty", alpha: 0.6 },
] as const;

/** Small models with and without an end, and how long their texts may be. */
const made = fc.record({
  seed: fc.nat(1e6),
  vocabulary: fc.integer({ min: 2, max: 4 }),
  tokens: fc.integer({ min: 1, max: 4 }),
  ends: fc.boolean(),
  scoring: fc.constantFrom(...normalisations),
});
const modelFor = ({ seed, vocabulary, ends }: { seed: number; vocabulary: number; ends: boolean }) =>
  madeModel(seed, { vocabulary, ...(ends ? { end: 0 } : {}) });

describe("beamSearch", () => {
  it("finds what the oracle does where it is as wide as the tree", async () => {
    await fc.assert(
      fc.asyncProperty(
        made,
        fc.constantFrom("narrow", "refill" as const),
        fc.constantFrom("bound", "all" as const),
        async (one, ended, until) => {
          const { tokens, scoring } = one;
          const beams = one.vocabulary ** tokens;
          const [found] = await beamSearch(modelFor(one), [[1]], { tokens, beams, ended, until, ...scoring });
          const { best, texts } = await exhaustiveSearch(modelFor(one), [1], {
            tokens,
            best: beams,
            ...scoring,
          });
          expect([...found![0]!.tokens]).toEqual([...best[0]!.tokens]);
          expect(found![0]!.score).toBeCloseTo(best[0]!.score, 9);
          if (until === "all") {
            expect(found).toHaveLength(texts);
            expect(found!.map(({ score }) => score)).toEqual(best.map(({ score }) => score));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("never finds better than the oracle, and says of every text what the model does", async () => {
    await fc.assert(
      fc.asyncProperty(made, fc.integer({ min: 1, max: 3 }), async (one, beams) => {
        const { tokens, scoring } = one;
        const model = modelFor(one);
        const [found] = await beamSearch(model, [[1]], { tokens, beams, ...scoring });
        const { best } = await exhaustiveSearch(model, [1], { tokens, ...scoring });
        for (const text of found!) {
          expect(text.score).toBeLessThanOrEqual(best[0]!.score + 1e-9);
          const said = [...text.tokens, ...(text.ended === "end" ? [0] : [])];
          let sum = 0;
          for (const [i, token] of said.entries())
            sum += logProbabilities(await model.open([[1, ...said.slice(0, i)]]), 0, model.vocabulary)[
              token
            ]!;
          expect(text.logProbability).toBeCloseTo(sum, 9);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("keeps the first k of k² texts by their whole probability: its steps worked out by hand", async () => {
    // k = 2 keeps 1 (0.5) and 2 (0.3), and of 13 (0.25), 12 (0.175), 23 (0.27) and 21 (0.03) the first and the third.
    const model = chain([
      [0, 0.5, 0.3, 0.2],
      [0, 0.15, 0.35, 0.5],
      [0, 0.1, 0, 0.9],
      [0, 1, 0, 0],
    ]);
    const [two] = await beamSearch(model, [[0]], { tokens: 2, beams: 2 });
    expect(two!.map(({ tokens }) => [...tokens])).toEqual([
      [2, 3],
      [1, 3],
    ]);
    expect(two!.map(({ logProbability }) => Math.exp(logProbability))).toEqual([
      expect.closeTo(0.27, 6),
      expect.closeTo(0.25, 6),
    ]);
    // 3 (0.2) was not kept, though 31 is likelier than 12. Three of them find it.
    const [three] = await beamSearch(model, [[0]], { tokens: 2, beams: 3 });
    expect([...three![2]!.tokens]).toEqual([3, 1]);
  });

  it("of one text at a time is greedy decoding", async () => {
    await fc.assert(
      fc.asyncProperty(made, async (one) => {
        const options = { tokens: 6 };
        const [best] = (await beamSearch(modelFor(one), [[1]], { ...options, beams: 1 }))[0]!;
        const [expected] = await greedy(modelFor(one), [[1]], options);
        const { score, ...text } = best!;
        expect(text).toEqual(expected);
        expect(score).toBe(text.logProbability);
      }),
      { numRuns: 60 },
    );
  });

  it("stops by the bound with the best text that it finds without it, and asks the model for less", async () => {
    let saved = 0;
    for (let seed = 0; seed < 40; seed++)
      for (const scoring of normalisations)
        for (const ended of ["narrow", "refill"] as const) {
          const options = { tokens: 8, beams: 3, ended, ...scoring };
          const [early, late] = [0, 1].map(() => madeModel(seed, { vocabulary: 6, end: 0 }));
          const [bound] = await beamSearch(early!, [[1]], { ...options, until: "bound" });
          const [all] = await beamSearch(late!, [[1]], { ...options, until: "all" });
          expect(bound![0]).toEqual(all![0]);
          saved += late!.asked.length - early!.asked.length;
        }
    expect(saved).toBeGreaterThan(100);
  });

  it("goes on with fewer texts where some ended, or puts others in their place", async () => {
    const rows = async (ended: "narrow" | "refill") => {
      const model = madeModel(8, { vocabulary: 6, end: 0 });
      const [found] = await beamSearch(model, [[1]], { tokens: 6, beams: 3, ended, until: "all" });
      expect(found!.length).toBeLessThanOrEqual(3);
      return model.asked;
    };
    expect(await rows("narrow")).toEqual([1, 2, 2, 2, 1, 1]);
    expect(await rows("refill")).toEqual([1, 3, 3, 3, 3, 3]);
  });

  it("favours the shortest text by raw probability, and the longest by that of a token", async () => {
    // Every token ends the text with 0.2; those that go on are likelier one by one.
    const model = chain(
      [
        [0.2, 0.8],
        [0.2, 0.8],
      ],
      { end: 0 },
    );
    const length = async (scoring: Parameters<typeof beamSearch>[2] extends infer O ? Partial<O> : never) =>
      lengthOf((await beamSearch(model, [[1]], { tokens: 12, beams: 4, until: "all", ...scoring }))[0]![0]!);
    expect(await length({ normalise: "none" })).toBe(1);
    expect(await length({ normalise: "length" })).toBe(12);
    expect(await length({ normalise: "penalty", alpha: 0 })).toBe(1);
    // (5 + 12) / 6 to the power 1 makes 12 ln 0.8 cheaper than ln 0.2.
    expect(await length({ normalise: "penalty", alpha: 1 })).toBe(12);
  });

  it("searches for several prompts at once as for each alone", async () => {
    const model = madeModel(5, { vocabulary: 6, end: 0 });
    const options = { tokens: 7, beams: 3, normalise: "penalty" } as const;
    const prompts = [[1], [2, 3, 4], [], [5, 5]];
    const together = await beamSearch(model, prompts, options);
    for (const [i, prompt] of prompts.entries())
      expect(together[i]).toEqual((await beamSearch(model, [prompt], options))[0]);
  });

  it("ends a text where it is told to", async () => {
    const model = madeModel(5, { vocabulary: 3 });
    const stop = (tokens: readonly number[]) => tokens.at(-1) === 2;
    const [found] = await beamSearch(model, [[1]], { tokens: 5, beams: 81, stop, until: "all" });
    const { best } = await exhaustiveSearch(model, [1], { tokens: 5, stop, best: 81 });
    expect(found!.map(({ score }) => score)).toEqual(best.map(({ score }) => score));
    expect(found!.filter(({ ended }) => ended === "stop").every(({ tokens }) => tokens.at(-1) === 2)).toBe(
      true,
    );
  });

  it("refuses what it cannot begin with", async () => {
    const model = madeModel(1, { rows: 4 });
    const refusal = (prompts: number[][], options: object) =>
      beamSearch(model, prompts, { tokens: 3, beams: 2, ...options }).catch((error: Error) => error);
    expect(String(await refusal([[1]], { beams: 0 }))).toContain(
      "Texts that are kept (`beams`) are a whole number from 1; got 0.",
    );
    expect(await refusal([[1]], { tokens: 1.5 })).toBeInstanceOf(ConfigError);
    expect(await refusal([[1]], { alpha: -1 })).toBeInstanceOf(ConfigError);
    expect(await refusal([[1]], { never: [4] })).toBeInstanceOf(ConfigError);
    expect(await refusal([[1], [4]], {})).toBeInstanceOf(DataError);
    expect(await refusal([], {})).toBeInstanceOf(DataError);
    expect(String(await refusal([[1], [2], [3]], {}))).toContain(
      "opened for 4 rows at once (`rows`), and this takes 6",
    );
    expect(await refusal([[1]], { never: [0, 1, 2, 3] })).toBeInstanceOf(DataError);
  });
});
