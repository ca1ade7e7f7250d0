import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bagOfWords } from "../encoders/index.js";
import { type Engine, inlineEngine } from "../engine/index.js";
import { auroc } from "../metrics/index.js";
import { Scope } from "../nn/index.js";
import { input } from "../tensor/index.js";
import { denoisingText } from "./index.js";
import {
  describeTextMethod,
  readTexts,
  textFacts,
  textModel,
  texts,
  tinyTransformer,
  trainTexts,
} from "./text-method.suite.js";
import { natsEach } from "./token-costs.js";

describeTextMethod("denoising-text", { method: denoisingText() });
describeTextMethod("denoising-text without a mask token", {
  method: denoisingText({ masked: 0, random: 1 }),
});

describe("denoising-text", () => {
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine();
  });
  afterAll(() => engine.dispose());

  it("tells texts with two changed words from the texts as they are (row 27)", async () => {
    const method = denoisingText({ share: 0.2, masked: 0.2, random: 0.8 });
    const suite = { method, steps: 400, learningRate: 5e-3, encoder: tinyTransformer({ width: 32 }) };
    const { store } = await trainTexts(engine, suite);
    const changed = texts.map((text, row) =>
      text.map((token, at) => (at === 2 + (row % 2) || at === 6 ? 7 + ((token - 7 + 11 + row) % 24) : token)),
    );
    const errors = async (fed: readonly (readonly number[])[]) =>
      (
        await readTexts(
          engine,
          store,
          suite,
          (context) => ({ each: natsEach(method.surprise!(context)) }),
          fed,
        )
      ).each!;
    const [clean, corrupted] = [await errors(texts), await errors(changed)];
    expect(auroc(Float64Array.from(clean), Float64Array.from(corrupted))).toBeGreaterThan(0.9);
  });

  it("needs a vector a token", () => {
    const step = () =>
      denoisingText().step({
        ...textModel(Scope.root(), bagOfWords({ width: 8 })),
        ...{
          views: [input("x", [2, textFacts.longest], "int32")],
          samples: 2,
          progress: input("progress", []),
        },
      });
    expect(step).toThrow(/an encoder that gives a vector a token: use the `encoder` transformer or gru/);
  });

  it("takes shares of one whole", () => {
    expect(() => denoisingText({ masked: 0.8 })).toThrow(/shares of one whole/);
  });
});
