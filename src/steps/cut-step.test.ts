import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { convnet, type Encoder, mlp, vit } from "../encoders/index.js";
import { type Engine, inlineEngine } from "../engine/index.js";
import { ConfigError } from "../errors.js";
import {
  autoencoder,
  byol,
  iJepa,
  type Method,
  mae,
  mocoV2,
  rotation,
  simclr,
  supervised,
} from "../methods/index.js";
import { adamw, type Optimizer, sgd } from "../optim/index.js";
import { barePictures, partsOf, type RunParts } from "../setup/index.js";
import { full } from "../tensor/index.js";
import { loadStep, microFeeds } from "../train/index.js";
import { cutStep } from "./cut-step.js";
import { stepProgram } from "./step-program.js";
import type { TracedStep } from "./traced-step.js";

const [samples, side, steps] = [32, 8, 5];
const tiny = vit({ width: 8, depth: 1, heads: 2, patch: 4 });
const layers = mlp({ widths: [12, 6], norm: false });

interface Setting {
  readonly method: Method;
  readonly encoder: Encoder;
  readonly optimizer?: Optimizer;
  readonly gradientClip?: number;
}

function partsFor(
  { method, encoder, optimizer = sgd(), gradientClip }: Setting,
  accumulate: number,
  batchSize = samples / accumulate,
): RunParts {
  const bare = barePictures(method, encoder, {
    ...{ size: [side, side], channels: 1, augment: [], learningRate: 0.02, batchSize, steps },
  });
  const config = { ...bare, classes: 4, accumulate, gradientClip: gradientClip ?? null };
  return { ...partsOf(config, samples, { method, encoder }), optimizer };
}

let engine: Engine;
beforeAll(() => {
  engine = inlineEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

/** All state after some steps over the same samples, and what the last step told. */
async function run(traced: TracedStep, parts: RunParts, count: number, different = samples) {
  const store = await engine.createStore(traced.variables.initialValues(0));
  const step = await loadStep(engine, store, traced);
  const length = parts.config.batchSize * parts.config.accumulate;
  const images = Uint8Array.from({ length: length * side * side }, (_, at) => {
    const k = at % (different * side * side);
    return 128 + 100 * Math.sin(k * k * 0.01);
  });
  const labels = Int32Array.from({ length }, (_, i) => (i * 7) % 4);
  const indices = Int32Array.from({ length }, (_, i) => i);
  const batch = { images, labels, indices, step: 0, epoch: 0, next: { epoch: 0, batchInEpoch: 0 } };
  let outputs = {};
  for (let done = 0; done < count; done++)
    outputs = await step.run(microFeeds(parts, batch, done), { seed: 3, step: done });
  const state = await store.read();
  await store.dispose();
  return { outputs, state: new Map(state.map(({ name, data }) => [name, Array.from(data, Number)])) };
}

/** The greatest difference between states, relative to the greatest number of each tensor, or to 0.01. */
function apart(a: ReadonlyMap<string, readonly number[]>, b: ReadonlyMap<string, readonly number[]>): number {
  let most = 0;
  for (const [name, values] of a) {
    const other = b.get(name)!;
    const scale = Math.max(...values.map(Math.abs), 0.01);
    for (const [i, value] of values.entries()) most = Math.max(most, Math.abs(value - other[i]!) / scale);
  }
  return most;
}

const uncoupled: readonly (readonly [string, Setting])[] = [
  ["an autoencoder on vit, SGD", { method: autoencoder(), encoder: tiny }],
  ["supervised on mlp, SGD", { method: supervised(), encoder: layers }],
  ["supervised on mlp, SGD, clipped", { method: supervised(), encoder: layers, gradientClip: 0.01 }],
  ["supervised on mlp, AdamW", { method: supervised(), encoder: layers, optimizer: adamw() }],
  ["rotation on mlp, SGD", { method: rotation(), encoder: layers }],
];

describe("gradients of four batches of 8, added up", () => {
  it.each(uncoupled)("move what one batch of 32 moves: %s", async (_, setting) => {
    const [one, four] = [partsFor(setting, 1), partsFor(setting, 4)];
    const [whole, cut] = [stepProgram(one), cutStep(four)];
    const first = await run(cut, four, 1);
    const sums = [...first.state.keys()].filter((name) => name.startsWith("gradient/"));
    expect(sums.length).toBe(cut.variables.parameters().length);
    for (const name of sums) expect(first.state.get(name)!.every((value) => value === 0)).toBe(true);
    const big = await run(whole, one, 1);
    const parameters = cut.variables.parameters().map(({ name }) => [name, big.state.get(name)!] as const);
    expect(apart(new Map(parameters), first.state)).toBeLessThan(1e-6);
    // Moments are gradients, some of which are small differences of large sums.
    expect(apart(big.state, first.state)).toBeLessThan(2e-5);
    expect(Object.keys(first.outputs).sort()).toEqual(Object.keys(big.outputs).sort());
    for (const [name, value] of Object.entries(big.outputs) as [string, Float32Array][])
      expect((first.outputs as Record<string, Float32Array>)[name]![0]).toBeCloseTo(value[0]!, 5);
    const [later, cutLater] = [await run(whole, one, steps), await run(cut, four, steps)];
    expect(apart(big.state, later.state)).toBeGreaterThan(1e-4);
    expect(apart(later.state, cutLater.state)).toBeLessThan(2e-5);
  });

  it("are of draws of their own, which are the same again", async () => {
    // The same eight pictures four times over: were they hidden alike, it would be a step of these eight.
    const setting = { method: mae(), encoder: tiny };
    const [one, four] = [partsFor(setting, 1, 8), partsFor(setting, 4)];
    const [alone, times] = [await run(stepProgram(one), one, 1, 8), await run(cutStep(four), four, 1, 8)];
    expect(apart(alone.state, times.state)).toBeGreaterThan(1e-4);
    expect((await run(cutStep(four), four, 1, 8)).state).toEqual(times.state);
  });

  it("move the teacher once, to where the student ends", async () => {
    const method = iJepa({ varianceWeight: 0, covarianceWeight: 0, momentum: 0.75 });
    const parts = partsFor({ method, encoder: vit({ width: 8, depth: 1, heads: 2, patch: 2 }) }, 4);
    const traced = cutStep(parts);
    const { state } = await run(traced, parts, 1);
    const before = new Map(traced.variables.initialValues(0).map(({ name, data }) => [name, data]));
    for (const { name, kind, source = "" } of traced.variables.all()) {
      if (kind !== "teacher") continue;
      const expected = state
        .get(source)!
        .map((value, i) => 0.75 * Number(before.get(name)![i]) + 0.25 * value);
      expect(apart(new Map([[name, expected]]), state)).toBeLessThan(1e-6);
    }
  });
});

const coupled = { method: byol({ hiddenDim: 6, outputDim: 3 }), encoder: convnet({ widths: [4] }) };
it.each([
  ["simclr", { method: simclr({ hiddenDim: 6, outputDim: 3 }), encoder: convnet({ widths: [4] }) }],
  ["byol, clipped", { ...coupled, gradientClip: 0.1, optimizer: adamw() }],
  ["moco-v2", { method: mocoV2({ queueSize: 64, hiddenDim: 6, outputDim: 3 }), encoder: layers }],
  ["autoencoder", { method: autoencoder(), encoder: tiny, optimizer: adamw() }],
] satisfies (readonly [string, Setting])[])(
  "one batch, cut at its gradients, gives the bits of the fused step: %s",
  async (_, setting) => {
    const parts = partsFor(setting, 1);
    const [whole, cut] = [await run(stepProgram(parts), parts, 3), await run(cutStep(parts), parts, 3)];
    for (const [name, values] of whole.state) expect([name, cut.state.get(name)]).toEqual([name, values]);
  },
);

describe("gradients that may not be added up are refused with the reason", () => {
  it.each([
    [
      { method: simclr(), encoder: tiny },
      /the loss of simclr compares the samples of a batch: use a method that/,
    ],
    [
      { method: byol(), encoder: tiny },
      /the heads of byol normalise over the batch: use .* such as mae, autoencoder/,
    ],
    [
      { method: supervised(), encoder: convnet() },
      /the encoder convnet, with these options, normalises over the batch: use one .* such as .*vit/,
    ],
    [
      { method: autoencoder(), encoder: layers },
      /decoder\/layer1\/norm normalises over the batch: use an encoder whose decoder does not either, such as vit/,
    ],
    [
      { method: { ...supervised(), couples: undefined }, encoder: tiny },
      /supervised does not say whether it couples them: let its definition say where/,
    ],
    [
      { method: { ...supervised(), couples: ["state"] as const }, encoder: tiny },
      /supervised keeps what a batch leaves for the next/,
    ],
  ])("%#", (setting, reason) => {
    const parts = { ...partsFor({ ...setting, method: supervised() }, 4), ...setting };
    expect(() => cutStep(parts)).toThrow(ConfigError);
    expect(() => cutStep(parts)).toThrow(reason);
  });

  it("also where a method that declares none leaves something for the next batch", () => {
    const parts = partsFor({ method: supervised(), encoder: tiny }, 4);
    const step: Method["step"] = (context) => {
      context.scope.state("mean", [1]);
      context.scope.assign("mean", full([1], 1));
      return parts.method.step(context);
    };
    expect(() => cutStep({ ...parts, method: { ...parts.method, step } })).toThrow(
      /head\/mean follows every batch/,
    );
  });
});
