import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import type { HostArray } from "../graph/index.js";
import { concat, input, slice, type Tensor } from "../tensor/index.js";
import { checkGradients } from "./gradient.suite.js";
import { type KeysAndValues, poolTokens, Scope, tokenGru, tokenTransformer } from "./index.js";
import { difference } from "./layer.suite.js";

const settings = { vocabulary: 9, width: 8, depth: 2, heads: 2, longest: 12, mlpRatio: 2 };
const everyPosition = ["learned", "sinusoidal", "rotary"] as const;

/** Runs one model on several batches of tokens, on parameters that are moved off their first values. */
async function run(
  build: (scope: Scope) => Readonly<Record<string, Tensor>>,
  feeds: Readonly<Record<string, HostArray>>,
): Promise<Readonly<Record<string, Float32Array>>> {
  const scope = Scope.root({ training: false });
  const outputs = build(scope);
  const entries = scope.variables.initialValues(3).map((entry) => ({
    ...entry,
    data: Float32Array.from(entry.data as Float32Array, (value, i) => value + 0.4 * Math.sin(i + 1)),
  }));
  const engine = inlineEngine();
  const program = await engine.load(
    { outputs: new Map(Object.entries(outputs)), updates: new Map() },
    { store: await engine.createStore(entries) },
  );
  const results = await program.run(feeds);
  await engine.dispose();
  return results as Record<string, Float32Array>;
}

describe.each(everyPosition)("tokenTransformer with %s positions", (positions) => {
  const model = { ...settings, positions };

  it.each([true, false])(
    "gives real tokens the same with and without padding (causal %s)",
    async (causal) => {
      const alone = Int32Array.of(3, 1, 4, 1);
      const padded = Int32Array.of(3, 1, 4, 1, 0, 7, 0, 8, 3, 1, 4, 1, 5, 5, 5, 5, 5, 5);
      const real = Int32Array.of(1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0);
      const found = await run(
        (scope) => {
          const [one, three] = [input("alone", [1, 4], "int32"), input("padded", [3, 6], "int32")];
          return {
            alone: tokenTransformer(scope, one, { ...model, causal }).states,
            padded: tokenTransformer(
              scope,
              three,
              { ...model, causal },
              { real: input("real", [3, 6], "int32") },
            ).states,
          };
        },
        { alone, padded, real },
      );
      const rows = 4 * settings.width;
      const row = 6 * settings.width;
      expect(difference(found.padded!.subarray(0, rows), found.alone!)).toBeLessThan(1e-5);
      expect(difference(found.padded!.subarray(2 * row - rows, 2 * row), found.alone!)).toBeLessThan(1e-5);
      expect(found.padded!.every(Number.isFinite)).toBe(true);
    },
  );

  it("with keys and values kept is the whole at once, also with padding in front", async () => {
    const tokens = Int32Array.of(3, 1, 4, 1, 5, 2, 6, 0, 0, 8, 2, 7, 1, 8);
    const real = Int32Array.of(1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1);
    const found = await run(
      (scope) => {
        const [all, mask] = [input("tokens", [2, 7], "int32"), input("real", [2, 7], "int32")];
        const whole = tokenTransformer(scope, all, { ...model, causal: true }, { real: mask });
        const pieces: Tensor[] = [];
        let past: readonly KeysAndValues[] | undefined;
        // A prompt of 4, then one at a time, then 2 at once.
        for (const [from, to] of [
          [0, 4],
          [4, 5],
          [5, 7],
        ] as const) {
          const step = tokenTransformer(
            scope,
            slice(all, 1, from, to),
            { ...model, causal: true },
            { real: slice(mask, 1, 0, to), past },
          );
          pieces.push(step.states);
          past = step.past;
        }
        return {
          whole: whole.states,
          pieces: concat(pieces, 1),
          keys: past![1]!.keys,
          all: whole.past[1]!.keys,
        };
      },
      { tokens, real },
    );
    expect(difference(found.pieces!, found.whole!)).toBeLessThan(1e-5);
    expect(difference(found.keys!, found.all!)).toBeLessThan(1e-5);
    expect(found.keys).toHaveLength(2 * 2 * 7 * 4);
  });

  it("is the whole at once without a mask too", async () => {
    const found = await run(
      (scope) => {
        const all = input("tokens", [1, 5], "int32");
        const first = tokenTransformer(scope, slice(all, 1, 0, 3), { ...model, causal: true });
        const rest = tokenTransformer(
          scope,
          slice(all, 1, 3),
          { ...model, causal: true },
          { past: first.past },
        );
        return {
          whole: tokenTransformer(scope, all, { ...model, causal: true }).states,
          pieces: concat([first.states, rest.states], 1),
        };
      },
      { tokens: Int32Array.of(3, 1, 4, 1, 5) },
    );
    expect(difference(found.pieces!, found.whole!)).toBeLessThan(1e-5);
  });

  it.each(["pre", "post"] as const)("has true gradients, with a row of padding (%s-norm)", async (norm) => {
    const check = await checkGradients(
      (scope, { tokens, real }) =>
        tokenTransformer(scope, tokens!, { ...model, depth: 1, norm, dropout: 0.2 }, { real }).states,
      {
        tokens: { shape: [2, 3], data: [4, 0, 1, 1, 3, 4], dtype: "int32" },
        real: { shape: [2, 3], data: [1, 1, 0, 0, 0, 0], dtype: "int32" },
      },
    );
    expect(check.engineError).toBeLessThan(1e-4);
    expect(check.differenceError).toBeLessThan(1e-5);
  });
});

it("tokenTransformer refuses more tokens than it has positions for", () => {
  const tokens = input("tokens", [1, 13], "int32");
  expect(() => tokenTransformer(Scope.root(), tokens, { ...settings, positions: "learned" })).toThrow(
    "Positions are there for 12 tokens; got 13.",
  );
  expect(tokenTransformer(Scope.root(), tokens, { ...settings, positions: "rotary" }).states.shape).toEqual([
    1, 13, 8,
  ]);
});

describe("tokenGru", () => {
  const model = { vocabulary: 9, width: 5, layers: 2, dropout: 0.3 };

  it("ends a text the same with and without padding", async () => {
    const found = await run(
      (scope) => {
        const [alone, padded] = [input("alone", [1, 3], "int32"), input("padded", [2, 5], "int32")];
        const real = input("real", [2, 5], "int32");
        return {
          alone: poolTokens(tokenGru(scope, alone, model), "last"),
          padded: poolTokens(tokenGru(scope, padded, model, { real }), "last", real),
        };
      },
      {
        alone: Int32Array.of(3, 1, 4),
        padded: Int32Array.of(3, 1, 4, 0, 7, 0, 7, 3, 1, 4),
        real: Int32Array.of(1, 1, 1, 0, 0, 0, 0, 1, 1, 1),
      },
    );
    expect(difference(found.padded!.subarray(0, 5), found.alone!)).toBeLessThan(1e-6);
    expect(difference(found.padded!.subarray(5), found.alone!)).toBeLessThan(1e-6);
  });

  it("has true gradients", async () => {
    const check = await checkGradients(
      (scope, { tokens, real }) => tokenGru(scope, tokens!, model, { real }),
      {
        tokens: { shape: [2, 3], data: [4, 0, 1, 1, 3, 4], dtype: "int32" },
        real: { shape: [2, 3], data: [1, 1, 0, 0, 0, 0], dtype: "int32" },
      },
    );
    expect(check.engineError).toBeLessThan(1e-4);
    expect(check.differenceError).toBeLessThan(1e-5);
  });
});
