import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bagOfWords, gru } from "../encoders/index.js";
import { type Engine, inlineEngine } from "../engine/index.js";
import { Scope } from "../nn/index.js";
import { input, roll } from "../tensor/index.js";
import { tsdae } from "./index.js";
import {
  describeTextMethod,
  meanOf,
  readTexts,
  textModel,
  tinyTransformer,
  trainTexts,
} from "./text-method.suite.js";

describeTextMethod("tsdae", { method: tsdae() });
describeTextMethod("tsdae of a gru", { method: tsdae({ decoderDepth: 2 }), encoder: gru({ width: 16 }) });
describeTextMethod("tsdae of a bag of words", { method: tsdae(), encoder: bagOfWords({ width: 16 }) });

describe("tsdae", () => {
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine();
  });
  afterAll(() => engine.dispose());

  it("says texts from their vectors, which therefore tell them apart", async () => {
    const suite = {
      method: tsdae({ deletion: 0.3 }),
      steps: 200,
      learningRate: 5e-3,
      encoder: tinyTransformer({ width: 32 }),
    };
    const { store, losses } = await trainTexts(engine, suite);
    const { energy } = suite.method;
    const found = await readTexts(engine, store, suite, (context) => ({
      own: energy!(context),
      other: energy!({ ...context, y: roll(context.x, 1) }),
    }));
    expect(losses.at(-1)).toBeLessThan(1);
    expect(meanOf(found.own!)).toBeLessThan(meanOf(found.other!) / 2);
  });

  it("needs the table of an encoder", () => {
    const bare = tinyTransformer();
    const without = {
      ...bare,
      apply: (...given: Parameters<typeof bare.apply>) => {
        const { embedding, layers } = bare.apply(...given);
        return { embedding, layers };
      },
    };
    const step = () =>
      tsdae().step({
        ...textModel(Scope.root(), without),
        ...{ views: [input("x", [2, 14], "int32")], samples: 2, progress: input("progress", []) },
      });
    expect(step).toThrow(/an encoder that gives its table of embeddings/);
  });
});
