import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { mlp } from "../encoders/index.js";
import { type Engine, inlineEngine } from "../engine/index.js";
import { ConfigError } from "../errors.js";
import { defineMethod } from "../methods/index.js";
import { constantInit } from "../nn/index.js";
import { barePictures, partsOf } from "../setup/index.js";
import { add, mul, sum, type Tensor } from "../tensor/index.js";
import { schedulesAt } from "../train/index.js";
import { stepProgram } from "./step-program.js";

/** Two parameters: one falls along a slope of 3, the other, in a group of its own, along one of -0.5. */
const method = defineMethod({
  name: "two-groups",
  title: "Two groups",
  paper: "",
  family: "adversarial",
  taxonomy: "generative-contrastive",
  options: z.strictObject({}),
  views: [{ count: 1, strength: "none" }],
  groups: { other: { learningRate: 2, optimizer: { name: "adamw", options: { weightDecay: 0 } } } },
  step({ scope, encode, views }) {
    const h = encode(views[0] as Tensor);
    const own = sum(scope.parameter("own", [2], constantInit(1)));
    const other = sum(scope.inGroup("other").parameter("other", [2], constantInit(1)));
    // Each loss depends on both, and trains its own.
    const main = add(add(mul(own, 3), mul(other, 7)), mul(sum(h), 0));
    return { loss: { main, other: add(mul(other, -0.5), mul(own, 7)) }, embedding: h };
  },
})();

const [samples, side, learningRate] = [2, 2, 0.01];
const encoder = mlp({ widths: [2] });
const bare = barePictures(method, encoder, {
  size: [side, side],
  channels: 1,
  augment: [],
  learningRate,
  batchSize: samples,
  steps: 4,
});
const config = { ...bare, optimizer: { name: "sgd", options: { momentum: 0.5 } } };

describe("parameter groups of a step", () => {
  let engine: Engine;
  let states: ReadonlyMap<string, readonly number[]>[];
  let losses: Readonly<Record<string, number>>;
  beforeAll(async () => {
    engine = inlineEngine();
    const { train, variables } = stepProgram(partsOf(config, samples, { method, encoder }));
    const store = await engine.createStore(variables.initialValues(config.seed));
    const step = await engine.load(train, { store });
    const read = async () =>
      new Map((await store.read()).map(({ name, data }) => [name, Array.from(data, Number)]));
    states = [await read()];
    for (const done of [0, 1]) {
      const images = new Uint8Array(samples * side * side).fill(100);
      const outputs = await step.run(
        { images, ...schedulesAt(config, undefined, done) },
        { seed: 0, step: done },
      );
      losses = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, Number(value[0])]));
      states.push(await read());
    }
  });
  afterAll(() => engine.dispose());

  const at = (step: number, name: string) => states[step]!.get(name)![0]!;

  it("follow their own loss only, each at its own rate by its own optimiser", () => {
    // SGD with momentum 0.5: 3, then 3 + 0.5 * 3, times the run's rate.
    expect(at(1, "head/own")).toBeCloseTo(1 - learningRate * 3, 6);
    expect(at(2, "head/own")).toBeCloseTo(1 - learningRate * (3 + 4.5), 6);
    // AdamW: the sign of the slope, times twice the run's rate, whatever the slope's size.
    expect(at(1, "head/other")).toBeCloseTo(1 + 2 * learningRate, 6);
    expect(at(2, "head/other")).toBeCloseTo(1 + 4 * learningRate, 6);
  });

  it("have moments of their own optimiser, and no others", () => {
    const names = [...states[0]!.keys()].filter((name) => name.startsWith("optimizer/head/"));
    expect(names.sort()).toEqual([
      "optimizer/head/other/first",
      "optimizer/head/other/second",
      "optimizer/head/own/velocity",
    ]);
  });

  it("are refused a loss where they have no parameters", () => {
    const nobody = defineMethod({
      ...{
        name: "nobody",
        title: "",
        paper: "",
        family: "adversarial",
        taxonomy: "generative-contrastive",
        options: z.strictObject({}),
      },
      views: [{ count: 1, strength: "none" }],
      step({ encode, views }) {
        const h = encode(views[0] as Tensor);
        return { loss: { main: sum(h), critic: mul(sum(h), -1) }, embedding: h };
      },
    })();
    const trace = () => stepProgram({ ...partsOf(config, samples, { method, encoder }), method: nobody });
    expect(trace).toThrow(ConfigError);
    expect(trace).toThrow(/nobody gives a loss for the parameter group critic, in which there are no param/);
  });

  it("are told apart in what a step gives", () => {
    expect(losses.gradientNorm).toBeCloseTo(3 * Math.SQRT2, 5);
    expect(losses["gradientNorm/other"]).toBeCloseTo(0.5 * Math.SQRT2, 5);
    expect(losses).toHaveProperty("loss");
    expect(losses).toHaveProperty(["loss/other"]);
  });
});
