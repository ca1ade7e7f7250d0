import { describe, expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { add, input, scalar } from "../tensor/index.js";
import { exemplar, jigsaw, pretextMix, rotation, simclr } from "./index.js";
import { describeMethod } from "./method.suite.js";
import { type Member, mixedStep } from "./mix-methods.js";
import { tasks } from "./pretext-mix.js";
import { runTensors } from "./run-tensors.suite.js";
import { tracing } from "./tracing.suite.js";

// A hundred permutations are too many to learn from sixteen pictures in a moment.
describeMethod("pretext-mix", { method: pretextMix({ jigsaw: 0.1, patchPosition: 0.5 }) });

describe("several tasks at once", () => {
  const encoder = convnet({ widths: [4] });
  const [n, side] = [4, 16];
  const pictures = Float32Array.from({ length: n * side * side }, (_, i) => Math.sin(i + Math.sin(i)));
  const context = (views: readonly string[]) =>
    tracing(rotation(), { encoder, shape: [n, 1, side, side], views });
  const members: Member[] = [
    { name: "rotation", weight: 2, method: rotation() },
    { name: "jigsaw", weight: 0.5, method: jigsaw() },
  ];

  it("sum their weighted losses, each on its own views and with its own head", async () => {
    const { root, ...step } = context(["first", "second"]);
    const { loss, metrics = {}, embedding } = mixedStep(members, step);
    expect(Object.keys(metrics)).toEqual([
      "rotationLoss",
      "rotationAccuracy",
      "jigsawLoss",
      "jigsawAccuracy",
    ]);
    expect(embedding.shape).toEqual([4 * n + 9 * n, 4]);
    const names = root.variables.parameters().map(({ name }) => name.split("/").slice(0, 2).join("/"));
    expect([...new Set(names)]).toEqual(["encoder/stage1", "head/rotation", "head/jigsaw"]);
    const feeds = { first: pictures, second: pictures };
    const state = root.variables.initialValues(1);
    const read = await runTensors({ loss: add(loss as never, 0), ...metrics }, { feeds, state });
    expect(read("loss")[0]).toBeCloseTo(2 * read("rotationLoss")[0]! + 0.5 * read("jigsawLoss")[0]!, 4);
    // The first task reads the first view only.
    const other = await runTensors(metrics, { feeds: { ...feeds, second: pictures.toReversed() }, state });
    expect(other("rotationLoss")).toEqual(read("rotationLoss"));
    expect(other("jigsawLoss")).not.toEqual(read("jigsawLoss"));
  });

  it("are those with a weight", () => {
    expect(pretextMix().views.length).toBe(2);
    expect(pretextMix({ jigsaw: 0 }).views).toEqual(rotation().views);
    expect(pretextMix({ rotation: 0, jigsaw: 0, patchPosition: 3 }).views).toEqual([
      { count: 1, strength: "none" },
    ]);
    expect([pretextMix().indexed, pretextMix({ exemplar: 1 }).indexed]).toEqual([false, true]);
    expect([pretextMix().mostSamples, pretextMix({ exemplar: 1 }).mostSamples]).toEqual([undefined, 8_000]);
    expect(() => pretextMix({ rotation: 0, jigsaw: 0 })).toThrow(/every weight is 0/);
    expect(() => pretextMix({ colours: 1 })).toThrow();
  });

  it("take as long as the one that takes longest, in the smallest steps", () => {
    const { batchSize, learningRate, epochs } = pretextMix({ exemplar: 1 }).recipe;
    expect(epochs).toBe(exemplar().recipe.epochs);
    expect(epochs).toBeGreaterThan(pretextMix().recipe.epochs);
    expect(batchSize).toBe(Math.min(jigsaw().recipe.batchSize, rotation().recipe.batchSize));
    // The least of all, at the batch that all share.
    expect(learningRate).toBeCloseTo(
      exemplar().recipe.learningRate * Math.sqrt(batchSize / exemplar().recipe.batchSize),
      12,
    );
  });

  it("are shown all", () => {
    const { root, ...model } = context([]);
    const { panels } = pretextMix().reconstruct!({ ...model, x: input("x", [n, 1, side, side]) });
    expect(Object.keys(panels)).toEqual(["shuffled", "solved", "turned", "turned back"]);
  });

  it("can all be mixed: nothing of a task is left out", () => {
    for (const { make } of tasks) {
      const method = make();
      expect(method.groups).toEqual({});
      expect(method.phase).toBeUndefined();
      expect(method.teacherMomentum).toBeUndefined();
      expect([method.labels, method.tokens, method.channels]).toEqual([false, false, undefined]);
      expect(method.encoder(encoder)).toBe(encoder);
    }
  });

  it("refuse an encoder whose embeddings go with the size of a view, by name", () => {
    const flat = convnet({ form: "autoencoder", widths: [4] });
    // The first task sees pictures of 24 pixels, the second tiles of 16.
    const { root, ...step } = tracing(rotation(), {
      encoder: flat,
      shape: [n, 1, 24, 24],
      views: ["first", "second"],
    });
    expect(() => mixedStep(members, step)).toThrow(ConfigError);
    expect(() => mixedStep(members, step)).toThrow(/one length.*: 576 for rotation, 256 for jigsaw/);
  });

  it("refuse one with parameter groups", () => {
    const { root, ...step } = context(["first", "second"]);
    const split = { ...simclr(), step: () => ({ loss: { main: scalar(0) }, embedding: step.views[0]! }) };
    expect(() => mixedStep([{ name: "split", weight: 1, method: split }], step)).toThrow(ConfigError);
  });
});
