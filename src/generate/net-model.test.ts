import { afterAll, describe, expect, it } from "vitest";
import { beamSearch, greedy, type NextTokenModel } from "../decoding/index.js";
import { type Engine, inlineEngine } from "../engine/index.js";
import { ConfigError, DataError } from "../errors.js";
import { programLeaves } from "../graph/index.js";
import { nextTokenPrograms } from "../steps/index.js";
import { type NetModelOptions, netModel } from "./index.js";
import { madeFacts, madeGru, madeNet, madeState } from "./made-net.suite.js";

const engine: Engine = inlineEngine();
afterAll(() => engine.dispose());

const opened = (options: Partial<NetModelOptions> = {}) =>
  netModel({ engine, net: madeNet(), state: madeState, ...madeFacts, ...options });

/** A model that keeps what it answers. */
function watched(model: NextTokenModel): NextTokenModel & { readonly answers: Float32Array[] } {
  const answers: Float32Array[] = [];
  const kept = async (answer: Promise<Float32Array>) => {
    const logits = await answer;
    answers.push(logits.slice());
    return logits;
  };
  return {
    ...model,
    answers,
    open: (prompts) => kept(model.open(prompts)),
    next: (parents, tokens) => kept(model.next(parents, tokens)),
  };
}

function difference(a: Float32Array, b: Float32Array): number {
  expect(a).toHaveLength(b.length);
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0);
}

const prompts = [[3], [1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], [2, 7]];

describe.each(["learned", "sinusoidal", "rotary"] as const)("netModel with %s positions", (positions) => {
  const net = madeNet(positions);

  it("says the same ten tokens with keys kept as when it reads everything again, of unequal prompts", async () => {
    const [keeping, reading] = await Promise.all([true, false].map((keep) => opened({ net, rows: 3, keep })));
    expect([keeping!.keeps, reading!.keeps]).toEqual([true, false]);
    const [a, b] = [watched(keeping!), watched(reading!)];
    const found = await greedy(a, prompts, { tokens: 10 });
    expect(found.map(({ tokens }) => [...tokens])).toEqual(
      (await greedy(b, prompts, { tokens: 10 })).map(({ tokens }) => [...tokens]),
    );
    expect(a.answers).toHaveLength(10);
    for (const [i, logits] of a.answers.entries()) {
      expect(difference(logits, b.answers[i]!)).toBeLessThan(1e-4);
      // What stands before makes a difference that is worth comparing.
      expect(difference(logits.subarray(0, 11), logits.subarray(11, 22))).toBeGreaterThan(0.01);
    }
    await Promise.all([keeping!.dispose(), reading!.dispose()]);
  });

  it("says of several prompts what it says of each alone", async () => {
    const [together, alone] = await Promise.all([opened({ net, rows: 3 }), opened({ net })]);
    const [a, b] = [watched(together), watched(alone)];
    await greedy(a, prompts, { tokens: 8 });
    for (const [row, prompt] of prompts.entries()) {
      b.answers.length = 0;
      await greedy(b, [prompt], { tokens: 8 });
      for (const [step, logits] of b.answers.entries()) {
        const own = a.answers[step]!.subarray(11 * row, 11 * (row + 1));
        expect(difference(own, logits)).toBeLessThan(1e-4);
      }
    }
    await Promise.all([together.dispose(), alone.dispose()]);
  });

  it("searches in beams as when it reads everything again", async () => {
    const [keeping, reading] = await Promise.all(
      [true, false].map((keep) => opened({ net, rows: 9, keep, end: 0 })),
    );
    const options = { tokens: 9, beams: 3, normalise: "length", until: "all" } as const;
    const [found, expected] = [
      await beamSearch(keeping!, prompts, options),
      await beamSearch(reading!, prompts, options),
    ];
    expect(found.map((texts) => texts.map(({ tokens }) => [...tokens]))).toEqual(
      expected.map((texts) => texts.map(({ tokens }) => [...tokens])),
    );
    for (const [i, texts] of found.entries())
      for (const [j, { score }] of texts.entries()) expect(score).toBeCloseTo(expected[i]![j]!.score, 4);
    await Promise.all([keeping!.dispose(), reading!.dispose()]);
  });
});

describe("netModel", () => {
  it("reads prompts of any length, in pieces", async () => {
    const facts = { vocabulary: 11, longest: 150 };
    const net = madeNet("rotary", facts);
    const long = Array.from({ length: 140 }, (_, i) => (i * 7 + (i % 5)) % 11);
    const texts = [long, long.slice(0, 64), long.slice(0, 65), long.slice(0, 1), long.slice(3, 76)];
    const [keeping, reading] = await Promise.all(
      [true, false].map((keep) => opened({ net, ...facts, rows: 5, keep })),
    );
    expect(difference(await keeping!.open(texts), await reading!.open(texts))).toBeLessThan(1e-4);
    const [parents, tokens] = [Int32Array.of(2, 0, 0), Int32Array.of(5, 6, 7)];
    expect(
      difference(await keeping!.next(parents, tokens), await reading!.next(parents, tokens)),
    ).toBeLessThan(1e-4);
    await Promise.all([keeping!.dispose(), reading!.dispose()]);
  });

  it("begins anew with every prompt, whatever was read before", async () => {
    const model = await opened({ rows: 2 });
    const first = await greedy(model, [[3], [1, 4, 1, 5]], { tokens: 6 });
    await greedy(model, [[9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]], { tokens: 10 });
    expect(await greedy(model, [[3], [1, 4, 1, 5]], { tokens: 6 })).toEqual(first);
    await model.dispose();
  });

  it("goes on with a net that keeps nothing", async () => {
    const model = await opened({ net: madeGru(), rows: 3 });
    expect(model.keeps).toBe(false);
    const alone = await opened({ net: madeGru() });
    const found = await greedy(model, prompts, { tokens: 10 });
    for (const [i, prompt] of prompts.entries()) {
      const [one] = await greedy(alone, [prompt], { tokens: 10 });
      expect(found[i]!.tokens).toEqual(one!.tokens);
    }
    await Promise.all([model.dispose(), alone.dispose()]);
  });

  it("refuses what does not fit into the context, or forgets its beginning", async () => {
    const tooLong = Array.from({ length: 25 }, (_, i) => i % 11);
    const strict = await opened();
    await expect(strict.open([tooLong])).rejects.toThrow(
      "Prompt 1 has 25 tokens, and the model sees 24 at once; shorten it, or have its first tokens left out (`cutPrompts`).",
    );
    await expect(greedy(strict, [tooLong.slice(1)], { tokens: 2 })).rejects.toThrow(
      "The model sees 24 tokens at once, and the text has come to their end",
    );
    // The last token of all needs no room: nothing is asked after it.
    expect((await greedy(strict, [tooLong.slice(1)], { tokens: 1 }))[0]!.tokens).toHaveLength(1);

    const forgetting = await opened({ cutPrompts: true, beyond: "forget" });
    const fitting = await opened();
    expect(difference(await forgetting.open([tooLong]), await fitting.open([tooLong.slice(1)]))).toBe(0);
    const [parents, token] = [Int32Array.of(0), Int32Array.of(7)];
    // The newer half: the 11 last tokens and the new one.
    const after = await fitting.open([[...tooLong.slice(-11), 7]]);
    expect(difference(await forgetting.next(parents, token), after)).toBe(0);
    const [text] = await greedy(forgetting, [[1]], { tokens: 60 });
    expect(text!.tokens).toHaveLength(60);
    await Promise.all([strict.dispose(), forgetting.dispose(), fitting.dispose()]);
  });

  it("refuses empty prompts, and more rows than it was opened for", async () => {
    const model = await opened({ rows: 2 });
    await expect(model.open([[1], []])).rejects.toBeInstanceOf(DataError);
    await expect(model.open([[1], [2], [3]])).rejects.toBeInstanceOf(ConfigError);
    await expect(beamSearch(model, [[1]], { tokens: 3, beams: 3 })).rejects.toBeInstanceOf(ConfigError);
    await model.dispose();
    await expect(opened({ rows: 0 })).rejects.toBeInstanceOf(ConfigError);
  });
});

it("keys and values stay in the engine: only logits leave it, whatever the length", () => {
  const { kept, trace } = nextTokenPrograms(madeNet(), { rows: 3, slots: madeFacts.longest });
  expect(kept.map(({ name, shape }) => [name, shape])).toEqual(
    [1, 2].flatMap((layer) =>
      ["keys", "values"].map((what) => [`kept/${what}${layer}`, [3, 2, madeFacts.longest, 4]]),
    ),
  );
  for (const length of [1, 8]) {
    const program = trace(length);
    expect([...program.outputs].map(([name, { shape }]) => [name, shape])).toEqual([["logits", [3, 11]]]);
    expect([...program.updates.keys()].sort()).toEqual(kept.map(({ name }) => name).sort());
    expect(programLeaves(program).draws).toEqual([]);
  }
});
