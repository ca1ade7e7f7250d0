import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mlp, vit } from "../encoders/index.js";
import { type Engine, inlineEngine } from "../engine/index.js";
import { ConfigError } from "../errors.js";
import { byol, dino } from "../methods/index.js";
import { sgd } from "../optim/index.js";
import { barePictures } from "../setup/index.js";
import { schedulesAt } from "../train/index.js";
import { stepProgram } from "./step-program.js";

const [samples, side, steps] = [4, 4, 10];
const method = byol({ momentum: 0.9, hiddenDim: 6, outputDim: 3 });
const encoder = mlp({ widths: [5, 4] });

const config = barePictures(method, encoder, {
  size: [side, side],
  channels: 1,
  augment: [{ name: "noise", options: { deviation: [0, 0.2] } }],
  optimizer: "sgd",
  learningRate: 0.5,
  batchSize: samples,
  steps,
});

/** Every value of the store after each of some steps, given by how many were done before. */
async function states(engine: Engine, moments: readonly number[]) {
  const { train, variables } = stepProgram({ config, encoder, method, optimizer: sgd(), samples });
  const store = await engine.createStore(variables.initialValues(config.seed));
  const step = await engine.load(train, { store });
  const images = Uint8Array.from({ length: samples * side * side }, (_, k) => 128 + 100 * Math.sin(k * k));
  const read = async () =>
    new Map((await store.read()).map(({ name, data }) => [name, Array.from(data, Number)]));
  const seen = [await read()];
  for (const done of moments) {
    const schedules = schedulesAt(config, method.teacherMomentum, done);
    await step.run({ images, ...schedules }, { seed: config.seed, step: done });
    seen.push(await read());
  }
  const teachers = variables.all().filter(({ kind }) => kind === "teacher");
  return { seen, pairs: teachers.map(({ name, source = "" }) => [name, source] as const) };
}

describe("the teacher of a step", () => {
  let engine: Engine;
  let result: Awaited<ReturnType<typeof states>>;
  beforeAll(async () => {
    engine = inlineEngine();
    result = await states(engine, [0, 5]);
  });
  afterAll(() => engine.dispose());

  it("averages encoder and projector, and begins as their copy", () => {
    const { seen, pairs } = result;
    expect(pairs.map(([name]) => name)).toContain("teacher/encoder/layer1/linear/weight");
    expect(pairs.map(([name]) => name)).toContain("teacher/head/projector/layer1/weight");
    for (const [teacher, student] of pairs) expect(seen[0]!.get(teacher)).toEqual(seen[0]!.get(student));
  });

  // BYOL's momentum goes from 0.9 at the first step to 1 after the last on half a cosine: the sixth of ten is half way.
  it.each([
    ["0.9 at the first step", 0, 0.9],
    ["0.95 in the middle", 1, 0.95],
  ])("keeps %s of itself, and takes the rest of the student that the step made", (_, at, momentum) => {
    const { seen, pairs } = result;
    const [before, after] = [seen[at]!, seen[at + 1]!];
    let moved = 0;
    for (const [teacher, student] of pairs) {
      after.get(teacher)!.forEach((value, i) => {
        const [old, next] = [before.get(teacher)![i]!, after.get(student)![i]!];
        expect(Math.abs(value - (momentum * old + (1 - momentum) * next)), teacher).toBeLessThan(1e-6);
        moved = Math.max(moved, Math.abs(next - before.get(student)![i]!));
      });
    }
    expect(moved).toBeGreaterThan(0.01); // or the student before the step would do as well
  });
});

describe("the last step of a run", () => {
  it.each([1, 2, 7])("learns, of %i steps too", async (length) => {
    const whole = { ...config, schedule: "cosine", steps: length } as const;
    const engine = inlineEngine();
    const { train, variables } = stepProgram({ config: whole, encoder, method, optimizer: sgd(), samples });
    const store = await engine.createStore(variables.initialValues(whole.seed));
    const step = await engine.load(train, { store });
    const read = async () =>
      new Map((await store.read()).map(({ name, data }) => [name, Array.from(data, Number)]));
    const before = await read();
    const images = Uint8Array.from({ length: samples * side * side }, (_, k) => 128 + 100 * Math.sin(k * k));
    const last = length - 1;
    const schedules = schedulesAt(whole, method.teacherMomentum, last);
    await step.run({ images, ...schedules }, { seed: whole.seed, step: last });
    const after = await read();
    await engine.dispose();
    const weights = variables.parameters().filter(({ role }) => role === "weight");
    for (const { name } of weights) expect(after.get(name), name).not.toEqual(before.get(name));
  });
});

describe("a small crop that the encoder refuses", () => {
  const refusal = (patch: number, data: number) => {
    const [small, crops] = [vit({ patch, width: 8, heads: 2, depth: 1 }), dino()];
    const parts = {
      config: barePictures(crops, small, {
        size: [data, data],
        channels: 1,
        augment: [],
        batchSize: 4,
        steps: 2,
      }),
    };
    try {
      stepProgram({ ...parts, encoder: small, method: crops, optimizer: sgd(), samples });
    } catch (error) {
      return error as Error;
    }
    return null;
  };

  it("is named, with the option that leaves it out", () => {
    const error = refusal(7, 28);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error?.message).toMatch(/got 16 x 16.* small crops that dino adds: .* `method\.smallCrops: 0`/);
  });

  it("is not named where the picture itself does not fit", () => {
    expect(refusal(5, 28)?.message).toMatch(/got 28 x 28\. Choose another `encoder\.patch` or `size`\.$/);
  });
});
