import { expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { Scope } from "../nn/index.js";
import { constant, input } from "../tensor/index.js";
import { textDecoder } from "./index.js";

const [n, t, width, vocabulary] = [2, 5, 8, 9];
const table = Array.from({ length: vocabulary * width }, (_, i) => Math.sin(1 + 2 * i));

/** States of texts said from a vector each, on parameters that are moved off their first values. */
async function said(sentences: readonly number[], tokens: readonly number[]): Promise<number[][]> {
  const scope = Scope.root();
  const states = textDecoder(
    scope,
    {
      sentence: input("sentence", [n, 3]),
      tokens: input("tokens", [n, t], "int32"),
      table: constant(table, [vocabulary, width]),
      longest: 6,
    },
    { depth: 2, heads: 2 },
  );
  expect(states.shape).toEqual([n, t, width]);
  const state = scope.variables.initialValues(1).map((entry) => ({
    ...entry,
    data: Float32Array.from(entry.data as Float32Array, (value, i) => value + 0.3 * Math.sin(i + 1)),
  }));
  const engine = inlineEngine();
  const program = await engine.load(
    { outputs: new Map([["states", states]]), updates: new Map() },
    { store: await engine.createStore(state) },
  );
  const found = await program.run({
    sentence: Float32Array.from(sentences),
    tokens: Int32Array.from(tokens),
  });
  await engine.dispose();
  const all = Array.from(found.states!, Number);
  return Array.from({ length: n * t }, (_, i) => all.slice(i * width, (i + 1) * width));
}

const sentences = [0.3, -1, 0.5, 1, 0.2, -0.4];
const apart = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

it("says each token from the sentence and the tokens before it, the first from the sentence alone", async () => {
  const whole = await said(sentences, [3, 1, 4, 1, 5, 2, 6, 5, 3, 5]);
  const changed = await said(sentences, [7, 1, 4, 1, 5, 2, 6, 8, 3, 5]);
  expect(apart(whole[0]!, changed[0]!)).toBeLessThan(1e-5);
  expect(apart(whole[1]!, changed[1]!)).toBeGreaterThan(1e-3);
  for (const place of [5, 6, 7]) expect(apart(whole[place]!, changed[place]!)).toBeLessThan(1e-5);
  for (const place of [8, 9]) expect(apart(whole[place]!, changed[place]!)).toBeGreaterThan(1e-3);
  const other = await said([0.3, -1, 0.6, 1, 0.2, -0.4], [3, 1, 4, 1, 5, 2, 6, 5, 3, 5]);
  for (let place = 0; place < t; place++) {
    expect(apart(whole[place]!, other[place]!)).toBeGreaterThan(1e-3);
    expect(apart(whole[t + place]!, other[t + place]!)).toBeLessThan(1e-5);
  }
});

it("sees no token that is not there", async () => {
  const front = await said(sentences, [-1, -1, 3, 1, 4, 2, -1, 6, 5, -1]);
  const behind = await said(sentences, [3, 1, 4, -1, -1, 2, 6, 5, -1, -1]);
  // What is said behind the same tokens.
  for (const [left, right] of [
    [3, 1],
    [4, 2],
    [8, 7],
  ] as const)
    expect(apart(front[left]!, behind[right]!)).toBeLessThan(1e-5);
});
