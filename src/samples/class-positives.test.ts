import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { type Engine, inlineEngine } from "../engine/index.js";
import { programLeaves } from "../graph/index.js";
import { type Method, methods } from "../methods/index.js";
import { sgd } from "../optim/index.js";
import { barePictures } from "../setup/index.js";
import { stepProgram } from "../steps/index.js";
import { schedulesAt } from "../train/index.js";

const [samples, side] = [8, 8];
const small = { hiddenDim: 8, outputDim: 4 };

/** Every method that pushes samples apart and has a second view for a partner, by what it is called. */
const pushing: readonly (readonly [string, Method])[] = [
  ["siamese", methods.get("siamese")!(small)],
  ["triplet", methods.get("triplet")!(small)],
  ["n-pair", methods.get("n-pair")!(small)],
  ["simclr", methods.get("simclr")!(small)],
  ["simclr, info-nce", methods.get("simclr")!({ ...small, loss: "info-nce" })],
  ["simclr, dcl", methods.get("simclr")!({ ...small, loss: "dcl" })],
  ["simclr, dclw", methods.get("simclr")!({ ...small, loss: "dclw" })],
  ["moco-v2", methods.get("moco-v2")!({ ...small, queueSize: 16 })],
  ["moco-v2, symmetric", methods.get("moco-v2")!({ ...small, queueSize: 16, symmetric: true })],
  ["moco-v3", methods.get("moco-v3")!(small)],
  ["nnclr", methods.get("nnclr")!({ ...small, queueSize: 16 })],
  ["cmc", methods.get("cmc")!({ ...small, split: "none" })],
];

function traced(method: Method, kind: "class" | "augmentation") {
  const encoder = convnet({ widths: [4] });
  const config = {
    ...barePictures(method, encoder, {
      size: [side, side],
      channels: 3,
      augment: [],
      batchSize: samples,
      steps: 4,
      learningRate: 0.1,
    }),
    positives: { kind },
  };
  return { config, ...stepProgram({ config, encoder, method, optimizer: sgd(), samples: 40 }) };
}

const pictures = (phase: number) =>
  Uint8Array.from({ length: samples * 3 * side * side }, (_, k) => 128 + 100 * Math.sin(phase + k * k));

describe("positives by class", () => {
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine();
  });
  afterAll(() => engine.dispose());

  it("are what every method that pushes samples apart, and has two views, can be told", () => {
    const told = new Set(pushing.map(([, { name }]) => name));
    for (const [name, make] of methods) {
      const { pushesApart, views } = make({});
      if (pushesApart && (views[0]?.count ?? 0) > 1) expect(told).toContain(name);
    }
    for (const [name, method] of pushing) expect(method.pushesApart, name).toBe(true);
  });

  it.each(pushing)("tell %s the labels, which otherwise never sees them", (_, method) => {
    const fed = (kind: "class" | "augmentation") =>
      programLeaves(traced(method, kind).train).fed.map(({ attributes }) => attributes.name);
    expect(fed("class")).toContain("labels");
    expect(fed("augmentation")).not.toContain("labels");
  });

  it.each(pushing)("let %s learn from batches of many classes and of one", async (_, method) => {
    const { config, train, variables } = traced(method, "class");
    const store = await engine.createStore(variables.initialValues(1));
    const step = await engine.load(train, { store });
    const batches = [Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1), new Int32Array(samples).fill(2)];
    for (const [done, labels] of [...batches, ...batches].entries()) {
      const outputs = await step.run(
        {
          images: pictures(done),
          partners: pictures(done + 0.5),
          labels,
          ...schedulesAt(config, method.teacherMomentum, done),
        },
        { seed: 1, step: done },
      );
      for (const [name, [value]] of Object.entries(outputs)) {
        expect(Number.isFinite(Number(value)), name).toBe(true);
      }
      const [bound, limit] = ["Bound", "Limit"].map((name) =>
        Number(outputs[`metric/mutualInformation${name}`]?.[0] ?? 0),
      );
      expect(bound).toBeLessThanOrEqual(limit! + 1e-5);
    }
    const weights = (await store.read()).filter(({ dtype }) => dtype === "float32");
    for (const { name, data } of weights)
      expect(Array.from(data, Number).every(Number.isFinite), name).toBe(true);
  });

  it("let a queue keep the classes of its keys, of none until it is full", async () => {
    const { config, train, variables } = traced(
      methods.get("moco-v2")!({ ...small, queueSize: 20 }),
      "class",
    );
    const store = await engine.createStore(variables.initialValues(1));
    const step = await engine.load(train, { store });
    const kept = async () => Array.from((await store.read(["head/queueClasses"]))[0]!.data, Number);
    const limits: number[] = [];
    for (let done = 0; done < 3; done++) {
      const labels = Int32Array.from({ length: samples }, (_, i) => (i < 6 ? done : 5));
      const outputs = await step.run(
        {
          images: pictures(done),
          partners: pictures(done + 0.5),
          labels,
          ...schedulesAt(config, [0.9, 1], done),
        },
        { seed: 1, step: done },
      );
      limits.push(Number(outputs["metric/mutualInformationLimit"]![0]));
    }
    expect(await kept()).toEqual([2, 2, 2, 2, 2, 2, 5, 5, 1, 1, 1, 1, 1, 1, 5, 5, 0, 0, 0, 0]);
    // Of 20 keys the two of class 5 a batch are no negatives of this batch's two.
    expect(limits[0]).toBeCloseTo(Math.log(21), 5);
    expect(limits[2]).toBeCloseTo((6 * Math.log(21) + 2 * Math.log(17)) / 8, 5);
  });
});

describe("the bound of mutual information", () => {
  it("is a metric of every method whose loss is an InfoNCE or has one beside it", () => {
    const bounded = [...methods].flatMap(([name, make]) => {
      const method = make({});
      const encoder = convnet({ widths: [4] });
      if (method.tokens || method.reads === "tokens" || make.definition.family !== "contrastive") return [];
      const config = barePictures(method, encoder, {
        size: [side, side],
        channels: 3,
        augment: [],
        batchSize: samples,
        steps: 2,
        classes: 2,
      });
      const own = method.encoder(encoder);
      const { train } = stepProgram({ config, encoder: own, method, optimizer: sgd(), samples: 40 });
      return train.outputs.has("metric/mutualInformationBound") ? [name] : [];
    });
    expect(bounded.sort()).toEqual([
      "cmc",
      "instance-discrimination",
      "moco-v2",
      "moco-v3",
      "n-pair",
      "nnclr",
      "simclr",
    ]);
  });
});
