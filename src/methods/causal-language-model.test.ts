import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gru } from "../encoders/index.js";
import { type Engine, inlineEngine } from "../engine/index.js";
import { Scope } from "../nn/index.js";
import { input } from "../tensor/index.js";
import { causalLanguageModel } from "./index.js";
import {
  describeTextMethod,
  readTexts,
  textFacts,
  textModel,
  texts,
  tinyTransformer,
  trainTexts,
} from "./text-method.suite.js";

describeTextMethod("causal-language-model", { method: causalLanguageModel() });
describeTextMethod("causal-language-model of a gru", {
  method: causalLanguageModel(),
  encoder: gru({ width: 16, dropout: 0 }),
});

describe("causal-language-model", () => {
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine();
  });
  afterAll(() => engine.dispose());
  const method = causalLanguageModel();

  it("learns its texts, and says how well in nats a token", async () => {
    const suite = { method, steps: 150, learningRate: 2e-2, encoder: tinyTransformer({ width: 32 }) };
    const { metrics, losses, store } = await trainTexts(engine, suite);
    expect(losses[0]).toBeGreaterThan(3);
    expect(losses.at(-1)).toBeLessThan(0.6);
    expect(metrics.at(-1)!.accuracy).toBeGreaterThan(0.75);
    expect(metrics.at(-1)!.perplexity).toBeCloseTo(Math.exp(losses.at(-1)!), 3);
    // The loss by hand, from the scores of the next token.
    const found = await readTexts(engine, store, suite, ({ x, ...context }) => {
      const { tokens, table } = context.encodeAll(x);
      const { total, count } = method.surprise!({ ...context, x });
      return { logits: method.predicts!.logits(context.scope, tokens!, table!), total, count };
    });
    const { vocabulary, longest } = textFacts;
    texts.forEach((text, n) => {
      let [nats, count] = [0, 0];
      for (let t = 0; t + 1 < longest && text[t + 1]! >= 0; t++, count++) {
        const row = found.logits!.slice((n * longest + t) * vocabulary, (n * longest + t + 1) * vocabulary);
        nats += Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - row[text[t + 1]!]!;
      }
      expect(found.count![n]).toBe(count);
      expect(found.total![n]).toBeCloseTo(nats, 3);
    });
  });

  it("makes its encoder causal for whoever asks", () => {
    const root = Scope.root();
    const model = textModel(root, method.encoder(tinyTransformer()));
    expect(model.encodeAll(input("x", [2, 5], "int32")).past).toHaveLength(1);
  });

  it("predicts nothing from places without a token", async () => {
    const suite = { method };
    const { store } = await trainTexts(engine, suite, 1);
    const padded = texts.map((text) => [
      ...text.filter((token) => token < 0),
      ...text.filter((token) => token >= 0),
    ]);
    const read = (fed: readonly (readonly number[])[]) =>
      readTexts(engine, store, suite, (context) => ({ ...method.surprise!(context) }), fed);
    const [right, left] = [await read(texts), await read(padded)];
    expect(left.count).toEqual(right.count);
    left.total!.forEach((total, i) => {
      expect(total).toBeCloseTo(right.total![i]!, 3);
    });
  });
});
