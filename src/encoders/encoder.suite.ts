import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, inlineEngine, type StateEntry } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import { type Program, type Shape, sizeOf } from "../graph/index.js";
import { Scope } from "../nn/index.js";
import { constant, input, mul, sum, type Tensor } from "../tensor/index.js";
import type { EncodeOptions, Encoder } from "./index.js";

export interface EncoderSuite {
  /** A small form of the encoder for the checks that run it. */
  readonly encoder: Encoder;
  /** The input of those checks, `[N, C, H, W]`, or `[N, T]` of tokens. */
  readonly shape: Shape;
  /** How it is to look at them, such as the facts of texts. */
  readonly encode?: EncodeOptions;
  /** Inputs to trace, and the size of the embedding for each. */
  readonly sizes: readonly { readonly shape: Shape; readonly width: number }[];
  /** Names that must be among the layers. */
  readonly layers: readonly string[];
  /** Numbers of parameters known from elsewhere. */
  readonly counts: readonly {
    readonly encoder: Encoder;
    readonly shape: Shape;
    readonly parameters: number;
  }[];
}

/** Checks that hold for every encoder. */
export function describeEncoder(name: string, suite: EncoderSuite): void {
  describe(name, () => {
    let engine: Engine;
    beforeAll(() => {
      engine = inlineEngine();
    });
    afterAll(() => engine.dispose());

    it.each(suite.sizes)("encodes $shape to $width numbers", ({ shape, width }) => {
      const { embedding, map } = encoded(suite, Scope.root(), suite.encoder, shape);
      expect(embedding.shape).toEqual([shape[0], width]);
      if (map !== undefined) expect(map.shape.slice(0, 1)).toEqual([shape[0]]);
    });

    it("names its layers", () => {
      const { layers } = encoded(suite, Scope.root());
      expect([...layers.keys()]).toEqual(expect.arrayContaining([...suite.layers]));
    });

    it.each(suite.counts)("has $parameters parameters", ({ encoder, shape, parameters }) => {
      const scope = Scope.root();
      encoded(suite, scope, encoder, shape);
      const total = scope.variables
        .parameters()
        .reduce((count, variable) => count + sizeOf(variable.shape), 0);
      expect(total).toBe(parameters);
    });

    it("passes a finite gradient to every parameter", async () => {
      const { scope, embedding } = trace(suite, true);
      const parameters = scope.variables.parameters();
      const loss = sum(mul(embedding, constant(waveOf(sizeOf(embedding.shape)), embedding.shape)));
      const gradients = gradient(
        loss,
        parameters.map(({ tensor }) => tensor),
      );
      const outputs = new Map(parameters.map((parameter, i) => [parameter.name, gradients[i]!]));
      const results = await run(engine, { outputs, updates: new Map() }, stirred(scope), waves(suite));
      for (const { name } of parameters) {
        const values = results[name] as Float32Array;
        expect(values.every(Number.isFinite), name).toBe(true);
        expect(
          values.some((value) => Math.abs(value) > 1e-7),
          name,
        ).toBe(true);
      }
    });

    it("gives the same numbers for the same seed, others for another", async () => {
      const { scope, embedding } = trace(suite, true);
      const program: Program = { outputs: new Map([["embedding", embedding]]), updates: new Map() };
      const of = async (seed: number) =>
        (await run(engine, program, scope.variables.initialValues(seed), waves(suite))).embedding;
      expect(await of(1)).toEqual(await of(1));
      expect(await of(1)).not.toEqual(await of(2));
    });

    it("in inference encodes each sample by itself, and changes no state", async () => {
      const { scope, embedding } = trace(suite, false);
      expect(scope.variables.assigned().size).toBe(0);
      const program: Program = { outputs: new Map([["embedding", embedding]]), updates: new Map() };
      const values = stirred(scope);
      const x = waves(suite);
      const [n = 1] = suite.shape;
      const one = (await run(engine, program, values, x)).embedding as Float32Array;
      // Replace all samples but the first.
      const other = x.map((value, i) => (i < x.length / n ? value : otherwise(suite, value, i)));
      const two = (await run(engine, program, values, other)).embedding as Float32Array;
      const width = one.length / n;
      expect(maxDifference(one.subarray(0, width), two.subarray(0, width))).toBeLessThan(1e-5);
      expect(maxDifference(one.subarray(width), two.subarray(width))).toBeGreaterThan(1e-4);
    });

    it("in training makes what it makes of a sample depend on the others as it says", async () => {
      const { scope, embedding } = trace(suite, true);
      const program: Program = { outputs: new Map([["embedding", embedding]]), updates: new Map() };
      const values = stirred(scope);
      const x = waves(suite);
      const [n = 1] = suite.shape;
      const other = x.map((value, i) => (i < x.length / n ? value : otherwise(suite, value, i)));
      const [one, two] = [
        (await run(engine, program, values, x)).embedding as Float32Array,
        (await run(engine, program, values, other)).embedding as Float32Array,
      ];
      const moved = maxDifference(one.subarray(0, one.length / n), two.subarray(0, one.length / n));
      if (suite.encoder.normalisesBatch) expect(moved).toBeGreaterThan(1e-4);
      else expect(moved).toBeLessThan(1e-5);
    });

    it("in training updates running statistics where it has them", () => {
      const { scope } = trace(suite, true);
      const state = scope.variables.all().filter(({ kind }) => kind === "state");
      expect([...scope.variables.assigned().keys()].sort()).toEqual(state.map(({ name: key }) => key).sort());
    });
  });
}

function trace(suite: EncoderSuite, training: boolean) {
  const scope = Scope.root({ training });
  return { scope, ...encoded(suite, scope) };
}

function encoded(
  { encode, ...suite }: EncoderSuite,
  scope: Scope,
  encoder = suite.encoder,
  shape = suite.shape,
) {
  return encoder.apply(scope, samplesOf(encoder, shape), encode);
}

const samplesOf = ({ reads }: Encoder, shape: Shape): Tensor =>
  input("x", shape, reads === "tokens" ? "int32" : "float32");

/** Initial values moved a little, so that parameters starting at zero do not hide what is behind them. */
function stirred(scope: Scope): StateEntry[] {
  return scope.variables.initialValues(1).map((entry) => ({
    ...entry,
    data: Float32Array.from(
      entry.data as Float32Array,
      (value, i) => value + 0.1 * Math.abs(Math.sin(i + 1)),
    ),
  }));
}

async function run(engine: Engine, program: Program, state: StateEntry[], x: Float32Array | Int32Array) {
  const store = await engine.createStore(state);
  const loaded = await engine.load(program, { store });
  const results = await loaded.run({ x });
  await loaded.dispose();
  await store.dispose();
  return results;
}

/** Values without a pattern, or tokens of which some are not there. */
function waves({ encoder, shape, encode }: EncoderSuite): Float32Array | Int32Array {
  const wave = waveOf(sizeOf(shape));
  const { vocabulary = 0 } = encode ?? {};
  return encoder.reads === "pictures"
    ? wave
    : Int32Array.from(wave, (value, i) => (i % 5 === 3 ? -1 : Math.floor((value + 1) * 997) % vocabulary));
}

/** Another value in the place of one. */
const otherwise = ({ encoder, encode }: EncoderSuite, value: number, i: number): number =>
  encoder.reads === "pictures" ? Math.cos(i) : value < 0 ? value : (value + 1) % (encode?.vocabulary ?? 1);

function waveOf(size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => Math.sin(i * 1.7 + Math.sin(i * 0.31)));
}

function maxDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0);
}
