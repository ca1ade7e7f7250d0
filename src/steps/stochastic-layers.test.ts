import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { convnet, type Encoder } from "../encoders/index.js";
import { type Engine, inlineEngine } from "../engine/index.js";
import { programLeaves } from "../graph/index.js";
import { byol, dino, type Method, simclr } from "../methods/index.js";
import { dropout } from "../nn/index.js";
import { sgd } from "../optim/index.js";
import { barePictures } from "../setup/index.js";
import { add } from "../tensor/index.js";
import { schedulesAt } from "../train/index.js";
import { stepProgram } from "./step-program.js";

const [samples, side] = [4, 16];

/** Dropout on pixels, and a residual branch that whole samples skip, as drop path does. */
const stochastic: Encoder = {
  ...convnet({ widths: [4] }),
  apply(scope, x, options) {
    const place = scope.child("drop");
    const base = convnet({ widths: [4] });
    const plain = base.apply(scope.child("one"), dropout(place, x, 0.2), options);
    const branch = base.apply(scope.child("two"), x, options).embedding;
    const path = dropout(place.child("path"), branch, 0.5, { shared: [1] });
    return { ...plain, embedding: add(plain.embedding, path) };
  },
};

function traced(method: Method) {
  const config = barePictures(method, stochastic, {
    size: [side, side],
    channels: 1,
    augment: [{ name: "random-resized-crop", options: {} }],
    batchSize: samples,
    steps: 4,
  });
  const { train, variables } = stepProgram({
    config,
    encoder: stochastic,
    method,
    optimizer: sgd(),
    samples,
  });
  const streams = programLeaves(train)
    .draws.map(({ attributes }) => attributes.stream.replace(/:.*/, ""))
    .filter((stream) => /drop/.test(stream));
  return { config, train, variables, streams };
}

describe("layers with draws of their own", () => {
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine();
  });
  afterAll(() => engine.dispose());

  it("train under multi-crop: each pass of student and teacher draws for itself", async () => {
    const method = dino({ smallCrops: 2, prototypes: 8, hiddenDim: 8, bottleneckDim: 4 });
    const { config, train, variables, streams } = traced(method);
    expect(streams).toEqual([
      "encoder/drop/dropout",
      "encoder/drop/dropout~1",
      "encoder/drop/path/dropout",
      "encoder/drop/path/dropout~1",
      "teacher/encoder/drop/dropout",
      "teacher/encoder/drop/path/dropout",
    ]);
    const store = await engine.createStore(variables.initialValues(1));
    const step = await engine.load(train, { store });
    const images = Uint8Array.from({ length: samples * side * side }, (_, k) => 128 + 100 * Math.sin(k * k));
    for (let done = 0; done < 2; done++) {
      const schedules = schedulesAt(config, method.teacherMomentum, done);
      const { loss } = await step.run({ images, ...schedules }, { seed: 1, step: done });
      expect(Number(loss?.[0])).toBeGreaterThan(0);
      expect(Number.isFinite(Number(loss?.[0]))).toBe(true);
    }
  });

  it("draw once for views that pass together, and apart for those that do not", () => {
    expect(traced(simclr()).streams).toEqual(["encoder/drop/dropout", "encoder/drop/path/dropout"]);
    expect(traced(byol()).streams).toEqual(expect.arrayContaining(["teacher/encoder/drop/dropout"]));
  });
});
