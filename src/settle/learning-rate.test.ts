import { describe, expect, it } from "vitest";
import { convnet, vit } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { gan, methods, simclr } from "../methods/index.js";
import { settleLearningRate } from "./learning-rate.js";

const settle = (batchSize: number, options = {}, method = simclr(), encoder = convnet()) =>
  settleLearningRate({ data: "pictures", ...options }, method, encoder, batchSize);

describe("the learning rate of a run", () => {
  it("is the recipe's, without a word, at the recipe's batch", () => {
    for (const { definition } of methods.values()) {
      const method = methods.get(definition.name)?.();
      if (method === undefined) throw new Error(definition.name);
      const { learningRate, note } = settle(method.recipe.batchSize, {}, method);
      expect(learningRate, definition.name).toBe(method.recipe.learningRate);
      expect(note, definition.name).toBeNull();
    }
  });

  it("follows the batch by the recipe's rule, and says so", () => {
    const { learningRate, note } = settle(512);
    expect(learningRate).toBeCloseTo(0.01 * 2, 12);
    expect(note).toBe(
      "The learning rate follows the batch: 0.01, which simclr suggests for 128 samples, times the square root of 512/128 is 0.02. `learningRate` takes another.",
    );
    const linear = { ...simclr(), recipe: { ...simclr().recipe, scaling: "linear" as const } };
    expect(settle(32, {}, linear).learningRate).toBeCloseTo(0.01 / 4, 12);
  });

  it("keeps the encoder's share of it", () => {
    const own = vit().learningRateScale;
    expect(settle(512, {}, simclr(), vit()).learningRate).toBeCloseTo(0.02 * own, 12);
  });

  it("is what was said, whatever the batch", () => {
    expect(settle(512, { learningRate: 0.3 })).toEqual({ learningRate: 0.3, note: null });
  });

  it("stays for nets that play against each other", () => {
    expect(settle(16, {}, gan())).toEqual({ learningRate: gan().recipe.learningRate, note: null });
  });

  it("is asked for where the recipe's is for another optimiser", () => {
    expect(() => settle(128, { optimizer: "sgd" })).toThrow(ConfigError);
    expect(() => settle(128, { optimizer: "sgd" })).toThrow("suggests is for adamw: give `learningRate`");
  });
});
