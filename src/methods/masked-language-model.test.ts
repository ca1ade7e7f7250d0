import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gru } from "../encoders/index.js";
import { type Engine, inlineEngine } from "../engine/index.js";
import { sizeOf, topologicalOrder } from "../graph/index.js";
import { Scope } from "../nn/index.js";
import { input, softmax, type Tensor } from "../tensor/index.js";
import { maskedLanguageModel } from "./index.js";
import {
  describeTextMethod,
  readTexts,
  textFacts,
  textModel,
  texts,
  tinyTransformer,
  trainTexts,
} from "./text-method.suite.js";

describeTextMethod("masked-language-model", { method: maskedLanguageModel() });
describeTextMethod("masked-language-model with pairs, of whole words", {
  method: maskedLanguageModel({ nextSentence: true, wholeWords: true, share: 0.3 }),
});
describeTextMethod("masked-language-model of a gru", {
  method: maskedLanguageModel({ share: 0.3 }),
  encoder: gru({ width: 16, dropout: 0 }),
});

describe("masked-language-model", () => {
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine();
  });
  afterAll(() => engine.dispose());

  it("fills in what stands at a mask, from both sides", async () => {
    const method = maskedLanguageModel({ share: 0.2 });
    const suite = { method, steps: 400, learningRate: 5e-3, encoder: tinyTransformer({ width: 32 }) };
    const { store, metrics } = await trainTexts(engine, suite);
    const last = metrics.slice(-20);
    expect(last.reduce((sum, { accuracy = 0 }) => sum + accuracy / last.length, 0)).toBeGreaterThan(0.3); // one in 24 by chance
    const hidden = texts.map((text) => text.map((token, at) => (at === 4 ? 4 : token)));
    const found = await readTexts(
      engine,
      store,
      suite,
      ({ x, ...context }) => {
        const { tokens, table } = context.encodeAll(x);
        return { chances: softmax(method.predicts!.logits(context.scope, tokens!, table!)) };
      },
      hidden,
    );
    const right = texts.filter((text, n) => {
      const start = (n * textFacts.longest + 4) * textFacts.vocabulary;
      const chances = found.chances!.slice(start, start + textFacts.vocabulary);
      return chances.indexOf(Math.max(...chances)) === text[4];
    });
    expect(right.length).toBeGreaterThan(5);
  });

  it("makes scores at hidden places only", () => {
    const x = input("x", [2, 14], "int32");
    const { loss } = maskedLanguageModel().step({
      ...textModel(Scope.root(), tinyTransformer()),
      ...{ views: [x], samples: 2, progress: input("progress", []) },
    });
    const scores = topologicalOrder([loss as Tensor]).flatMap(({ outputs: [{ shape } = x] }) =>
      shape.at(-1) === textFacts.vocabulary && shape.length > 1 ? [shape.slice(0, -1)] : [],
    );
    expect(scores.length).toBeGreaterThan(0);
    // 15 % of 14 places are 2.
    for (const places of scores) expect(sizeOf(places)).toBe(2 * 2);
  });

  it("says what its tokenizer lacks", () => {
    const step =
      (options: Parameters<typeof maskedLanguageModel>[0], facts: Partial<typeof textFacts>) => () =>
        maskedLanguageModel(options).step({
          ...textModel(Scope.root(), tinyTransformer(), { ...textFacts, ...facts }),
          ...{ views: [input("x", [2, 14], "int32")], samples: 2, progress: input("progress", []) },
        });
    const { beginsWord: _, ...noWords } = textFacts;
    expect(step({}, { specials: {} })).toThrow(/this tokenizer has none: use a `tokenizer` that has one/);
    expect(step({ nextSentence: true }, { specials: { mask: 0 } })).toThrow(/this tokenizer lacks one/);
    expect(step({ masked: 0, random: 0.9 }, { specials: {} })).not.toThrow();
    const withoutWords = () =>
      maskedLanguageModel({ wholeWords: true }).step({
        ...textModel(Scope.root(), tinyTransformer(), noWords),
        ...{ views: [input("x", [2, 14], "int32")], samples: 2, progress: input("progress", []) },
      });
    expect(withoutWords).toThrow(/does not tell where words begin/);
  });
});
