/** What `gradient` promises as a whole; each operator's rule is compared in engine/operators.test. */
import { describe, expect, it } from "vitest";
import { evaluate } from "../engine/index.js";
import { ShapeError } from "../errors.js";
import { topologicalOrder } from "../graph/index.js";
import {
  abs,
  add,
  cast,
  clip,
  constant,
  conv2d,
  div,
  exp,
  gelu,
  globalAveragePool,
  input,
  layerNormalise,
  log,
  matmul,
  max,
  maximum,
  maxPool2d,
  mean,
  mul,
  norm,
  relu,
  reshape,
  scalar,
  sort,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tracingAt,
} from "../tensor/index.js";
import { gradient } from "./index.js";

function values(tensors: readonly Tensor[], feeds: Record<string, ArrayLike<number>> = {}): number[][] {
  const outputs = new Map(tensors.map((tensor, i) => [String(i), tensor]));
  const results = evaluate({ outputs, updates: new Map() }, feeds).outputs;
  return tensors.map((_, i) => [...results[i]!]);
}

describe("gradient", () => {
  it("adds up over every use of a value", () => {
    const x = scalar(3);
    const y = mul(x, x);
    expect(values(gradient(add(add(y, mul(y, x)), x), [x, y]))).toEqual([[6 + 27 + 1], [1 + 3]]);
  });

  it("is zero where the loss does not depend on a tensor, through stopGradient and through integers", () => {
    const x = constant([1.5, -2], [2]);
    const loss = sum(add(mul(stopGradient(x), 2), cast(cast(x, "int32"), "float32")));
    const [dx, other] = gradient(loss, [x, constant([7, 7, 7], [3])]);
    expect(values([dx!, other!])).toEqual([
      [0, 0],
      [0, 0, 0],
    ]);
    expect(values(gradient(sum(mul(stopGradient(x), x)), [x]))).toEqual([[1.5, -2]]);
  });

  it("reaches intermediate values, and the loss itself", () => {
    const x = constant([1, 2], [2]);
    const h = exp(x);
    const loss = sum(square(h));
    const [dh, dLoss] = gradient(loss, [h, loss]);
    expect(values([dh!])[0]![1]).toBeCloseTo(2 * Math.exp(2));
    expect(values([dLoss!])).toEqual([[1]]);
  });

  it("starts from a seed", () => {
    const x = constant([1, 2], [2]);
    expect(values(gradient(sum(square(x)), [x], scalar(10)))).toEqual([[20, 40]]);
  });

  it("has the shape of each tensor", () => {
    const [a, b] = [constant([1, 2, 3], [3]), constant([1, 2], [2, 1])];
    expect(gradient(mean(div(a, b)), [a, b]).map(({ shape }) => shape)).toEqual([[3], [2, 1]]);
  });

  it("wants a float32 scalar", () => {
    const x = constant([1, 2], [2]);
    expect(() => gradient(x, [x])).toThrow(ShapeError);
    expect(() => gradient(x, [x])).toThrow(
      "gradient: expects a float32 scalar as loss; got [2]. Take its mean or sum.",
    );
    expect(() => gradient(scalar(1, "int32"), [x])).toThrow("got int32[]");
  });

  it("carries the layer's path into the nodes it makes", () => {
    const x = input("x", [2, 2]);
    const y = tracingAt("encoder/fc", () => matmul(x, input("w", [2, 2])));
    const [dx] = gradient(sum(y), [x]);
    const products = topologicalOrder([dx!]).filter(({ op }) => op === "matmul");
    expect(products.map(({ path }) => path)).toEqual(["encoder/fc"]);
  });

  it("survives graphs deeper than the stack", () => {
    const x = scalar(1);
    let y = x;
    for (let i = 0; i < 20_000; i++) y = add(y, scalar(0));
    expect(values(gradient(y, [x]))).toEqual([[1]]);
  });
});

describe("where gradients are a matter of choice", () => {
  it("ties: shared among a reduction's maxima, the first operand's of two", () => {
    const x = constant([2, 2, 1, 2], [4]);
    expect(values(gradient(max(x), [x]))[0]!.map((value) => value * 3)).toEqual([1, 1, 0, 1]);
    const [a, b] = [constant([1, 1], [2]), constant([1, 2], [2])];
    expect(values(gradient(sum(maximum(a, b)), [a, b]))).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it("kinks: zero at zero for relu and abs, one on the edges of clip", () => {
    const x = constant([-1, 0, 1], [3]);
    expect(values(gradient(sum(relu(x)), [x]))).toEqual([[0, 0, 1]]);
    expect(values(gradient(sum(abs(x)), [x]))).toEqual([[-1, 0, 1]]);
    expect(values(gradient(sum(clip(x, 0, 1)), [x]))).toEqual([[0, 1, 1]]);
  });

  it("windows: the first of equal maxima takes all", () => {
    const x = constant([0, 0, 0, 0], [1, 1, 2, 2]);
    expect(values(gradient(sum(maxPool2d(x, 2)), [x]))).toEqual([[1, 0, 0, 0]]);
  });

  it("order: gradients return to where values came from", () => {
    const x = constant([3, 1, 2], [3]);
    expect(values(gradient(sum(mul(sort(x).values, constant([10, 20, 30], [3]))), [x]))).toEqual([
      [30, 10, 20],
    ]);
  });
});

describe("gradients of gradients", () => {
  it("gives derivatives of any order in closed form", () => {
    const x = scalar(1.3);
    let y: Tensor = mul(square(x), log(x));
    for (let i = 0; i < 4; i++) y = gradient(y, [x])[0]!;
    // d⁴ (x² log x) / dx⁴ = -2 / x²
    expect(values([y])[0]![0]).toBeCloseTo(-2 / Math.fround(1.3) ** 2, 6);
  });

  it("trains through a gradient penalty (Gulrajani et al., 2017)", () => {
    const shapes = { x: [3, 1, 6, 6], kernel: [4, 1, 3, 3], gamma: [4], beta: [4], head: [4, 1] };
    const leaves = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, input(name, shape)]),
    );
    const { x, kernel, gamma, beta, head } = leaves as Record<keyof typeof shapes, Tensor>;
    const features = globalAveragePool(
      maxPool2d(gelu(conv2d(x, kernel, { stride: 1, padding: 1 })), 3, { stride: 2, padding: 1 }),
    );
    const scores = matmul(gelu(layerNormalise(features, gamma, beta)), head);
    const [dx] = gradient(sum(scores), [x]);
    const penalty = mean(square(sub(norm(reshape(dx!, [3, 36]), -1, { epsilon: 1e-8 }), 1)));
    const names = Object.keys(shapes).slice(1) as (keyof typeof shapes)[];
    const slopes = gradient(
      penalty,
      names.map((name) => leaves[name]!),
    );
    const feeds = Object.fromEntries(
      Object.entries(shapes).map(([name, shape], j) => [
        name,
        Float64Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(1 + i * 2.3 + j)),
      ]),
    );
    const [, ...analytic] = values([penalty, ...slopes], feeds);
    names.forEach((name, j) => {
      for (const i of [0, feeds[name]!.length - 1]) {
        const at = (step: number) =>
          values([penalty], {
            ...feeds,
            [name]: feeds[name]!.map((value, k) => (k === i ? value + step : value)),
          })[0]![0]!;
        const numeric = (at(1e-5) - at(-1e-5)) / 2e-5;
        expect(Math.abs(analytic[j]![i]! - numeric)).toBeLessThan(1e-5 * Math.max(1, Math.abs(numeric)));
      }
    });
  });
});
