import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, evaluate as evaluateSlowly, inlineEngine } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import { type Program, type Shape, sizeOf } from "../graph/index.js";
import { conv, groupNorm, layerNorm, linear, Scope } from "../nn/index.js";
import {
  add,
  averagePool2d,
  constant,
  gelu,
  input,
  leakyRelu,
  matmul,
  maxPool2d,
  reshape,
  silu,
  softplus,
  sum,
  type Tensor,
  tanh,
} from "../tensor/index.js";
import { betweenSamples, gradientPenalty } from "./index.js";
import { describeLoss, evaluate, type Rows, waves } from "./loss.suite.js";

/** f(x) = Σ_k tanh(x · w_k), whose slope is Σ_k (1 - tanh²) w_k. */
function slowPenalty(x: Rows, w: Rows): number {
  const terms = x.map((row) => {
    const slope = row.map(() => 0);
    w[0]!.forEach((_, k) => {
      const y = Math.tanh(row.reduce((total, value, i) => total + value * w[i]![k]!, 0));
      row.forEach((_, i) => {
        slope[i]! += (1 - y * y) * w[i]![k]!;
      });
    });
    return (Math.hypot(...slope) - 1) ** 2;
  });
  return terms.reduce((total, term) => total + term, 0) / terms.length;
}

describeLoss("gradientPenalty", {
  inputs: [{ rows: waves(4, 3, 0.2) }, { rows: waves(3, 2, 2) }],
  loss: (x, w) => gradientPenalty((at) => sum(tanh(matmul(at, w)), 1), x),
  slow: slowPenalty,
});

describe("gradientPenalty", () => {
  const x = waves(4, 3, 1);
  const linearCritic = (shift: number) => (x: Tensor, w: Tensor) =>
    gradientPenalty((at) => add(reshape(matmul(at, w), [4]), shift), x);

  it("is (|w| - 1)² for w · x, whatever is added to it", async () => {
    const w = [[2], [-1], [2]];
    const { value, gradients } = await evaluate(linearCritic(0), x, w);
    expect(value).toBeCloseTo(4, 5);
    gradients[1]!.forEach((g, i) => {
      expect(g).toBeCloseTo((4 * w[i]![0]!) / 3, 5);
    });
    expect(gradients[0]!.every((g) => g === 0)).toBe(true);
    expect((await evaluate(linearCritic(7), x, w)).value).toBeCloseTo(4, 5);
  });

  it("is 1 for a flat critic, with a finite slope", async () => {
    const { value, gradients } = await evaluate(linearCritic(0), x, [[0], [0], [0]]);
    expect(value).toBeCloseTo(1, 5);
    expect(gradients.flat().every(Number.isFinite)).toBe(true);
  });

  it("looks at points between two samples", async () => {
    const between = (a: Tensor, b: Tensor) => sum(betweenSamples(a, b, constant([0, 1, 0.25], [3])));
    const { value, gradients } = await evaluate(between, [[1], [2], [4]], [[10], [20], [40]]);
    expect(value).toBeCloseTo(10 + 2 + (1 + 30), 5);
    expect(gradients).toEqual([
      [0, 1, 0.25],
      [1, 0, 0.75],
    ]);
  });
});

/** A critic of everything that critics are made of; `[N, 2, 8, 8]` to `[N]`. */
function convolutionalCritic(scope: Scope, x: Tensor): Tensor {
  let h = conv(scope.child("conv1"), x, 4, 3, { padding: 1, bias: true });
  h = maxPool2d(leakyRelu(h), 2);
  h = conv(scope.child("conv2"), h, 6, 4, { stride: 2, padding: 1 });
  h = averagePool2d(silu(groupNorm(scope.child("norm2"), h, 2)), 2);
  h = linear(scope.child("fc3"), reshape(h, [x.shape[0] ?? 0, -1]), 5);
  h = gelu(layerNorm(scope.child("norm3"), h));
  h = softplus(linear(scope.child("fc4"), h, 4));
  return reshape(linear(scope.child("fc5"), h, 1), [-1]);
}

describe("the penalty of a convolutional critic", () => {
  const shape: Shape = [3, 2, 8, 8];
  const scope = Scope.root();
  const x = input("x", shape);
  const penalty = gradientPenalty((at) => convolutionalCritic(scope, at), x);
  const parameters = scope.variables.parameters();
  const names = ["x", ...parameters.map(({ name }) => name)];
  const slopes = gradient(penalty, [x, ...parameters.map(({ tensor }) => tensor)]);
  const program = (outputs: Program["outputs"]): Program => ({ outputs, updates: new Map() });
  const whole = program(
    new Map([["penalty", penalty], ...names.map((name, i) => [name, slopes[i]!] as const)]),
  );
  const entries = scope.variables.initialValues(3).map((entry) => ({
    ...entry,
    data: Float32Array.from(Array.from(entry.data, Number), (w, i) => w + 0.2 * Math.sin(3 * i)),
  }));
  const feeds: Record<string, Float64Array> = {
    x: Float64Array.from({ length: sizeOf(shape) }, (_, i) =>
      Math.fround(Math.sin(i * 1.7 + Math.sin(i * 0.31))),
    ),
    ...Object.fromEntries(entries.map(({ name, data }) => [name, Float64Array.from(data)])),
  };
  let expected: Readonly<Record<string, Float64Array>>;
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine();
    expected = evaluateSlowly(whole, feeds).outputs;
  });
  afterAll(() => engine.dispose());

  /** Of the penalty as any parameter moves along a direction, both in double precision. */
  it.each(names)("has the slope in %s that finite differences have", (name) => {
    const direction = feeds[name]!.map((_, i) => Math.cos(2.3 * i + 0.4));
    const value = program(new Map([["penalty", penalty]]));
    const at = (t: number) => {
      const moved = feeds[name]!.map((w, i) => w + t * direction[i]!);
      return evaluateSlowly(value, { ...feeds, [name]: moved }).outputs.penalty![0]!;
    };
    const step = 1e-5; // the critic has kinks, at which the penalty jumps: stay between them
    const numeric = ((at(step) - at(-step)) * 8 - (at(2 * step) - at(-2 * step))) / (12 * step);
    const slope = expected[name]!.reduce((total, g, i) => total + g * direction[i]!, 0);
    expect(Math.abs(slope - numeric)).toBeLessThan(1e-6 * Math.max(1, Math.abs(numeric)));
    if (name !== "fc5/bias") expect(Math.abs(slope)).toBeGreaterThan(1e-4); // and nothing is left out
  });

  it("has the same value and slopes on the engine", async () => {
    const store = await engine.createStore(entries);
    const actual = await (await engine.load(whole, { store })).run({ x: Float32Array.from(feeds.x!) });
    for (const [name, values] of Object.entries(expected)) {
      const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
      values.forEach((value, i) => {
        expect(Math.abs(Number(actual[name]![i]) - value) / scale, name).toBeLessThan(2e-4);
      });
    }
  });
});
