import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import { gradient } from "../grad/index.js";
import {
  add,
  constant,
  full,
  input,
  matmul,
  mul,
  reshape,
  stopGradient,
  sum,
  tanh,
  topK,
  waitsFor,
  withGradients,
} from "../tensor/index.js";
import {
  apply,
  type Program,
  printProgram,
  programLeaves,
  simplify,
  topologicalOrder,
  tracingAt,
  type Value,
} from "./index.js";

const program = (outputs: Record<string, Value>, updates: Record<string, Value> = {}): Program => ({
  outputs: new Map(Object.entries(outputs)),
  updates: new Map(Object.entries(updates)),
});
const x = (shape: readonly number[] = [2, 3]) => input("x", shape);

describe("shape errors", () => {
  it("name the operation, both shapes and the layer's path", () => {
    const wrong = () =>
      tracingAt("encoder/stage2/conv1", () => matmul(input("a", [2, 3]), input("b", [4, 5])));
    expect(wrong).toThrow(ShapeError);
    expect(wrong).toThrow(
      "matmul in encoder/stage2/conv1: expects inner sizes that agree (3 against 4); got [2, 3] and [4, 5].",
    );
  });

  it("carry the same facts for programs, and the path ends with its block", () => {
    let caught: unknown;
    try {
      tracingAt("outer", () => tracingAt("outer/inner", () => add(input("a", [2]), input("b", [3]))));
    } catch (error) {
      caught = error;
    }
    expect((caught as ShapeError).context).toEqual({ op: "add", path: "outer/inner", shapes: [[2], [3]] });
    expect(() => add(input("a", [2]), input("b", [3]))).toThrow(
      /^add: expects shapes that broadcast; got \[2\] and \[3\]\.$/,
    );
  });

  it.each<[string, () => unknown, string]>([
    [
      "types",
      () => add(input("a", [2], "int32"), input("b", [2])),
      "expects operands of one type (cast first); got int32[2] and [2]",
    ],
    [
      "booleans",
      () => add(input("a", [2], "bool"), input("b", [2], "bool")),
      "expects numbers, not booleans",
    ],
    ["numbers in logic", () => apply("and", [x(), x()], {}), "expects booleans (compare first)"],
    [
      "float operators",
      () => tanh(input("a", [2], "int64")),
      "tanh: expects float32 (cast first); got int64[2]",
    ],
    ["reshape", () => reshape(x(), [4, 2]), "reshape: cannot become [4, 2]; got [2, 3]"],
    ["reshape that does not divide", () => reshape(x(), [4, -1]), "cannot become [4, 1.5]"],
    ["axes", () => apply("sum", [x()], { axes: [2], keepDims: false }), "sum: has no axes [2]; got [2, 3]"],
    ["an axis twice", () => apply("sum", [x()], { axes: [1, 1], keepDims: false }), "has no axes [1, 1]"],
    ["softmax", () => apply("softmax", [x()], { axis: 2 }), "has no axis 2"],
    ["top k", () => topK(x(), 4), "topK: cannot take 4 along axis 1; got [2, 3]"],
    [
      "convolution",
      () =>
        apply("conv", [input("a", [1, 3, 8, 8]), input("w", [4, 2, 3, 3])], {
          stride: [1, 1],
          padding: [0, 0, 0, 0],
          dilation: [1, 1],
          groups: 1,
        }),
      "conv: expects 2 input channels for its kernel (groups 1); got [1, 3, 8, 8] and [4, 2, 3, 3]",
    ],
    [
      "a kernel too large",
      () =>
        apply("conv", [input("a", [1, 1, 2, 2]), input("w", [1, 1, 3, 3])], {
          stride: [1, 1],
          padding: [0, 0, 0, 0],
          dilation: [1, 1],
          groups: 1,
        }),
      "at least as large as its kernel",
    ],
    [
      "pool padding",
      () =>
        apply("maxPool", [input("a", [1, 1, 4, 4])], {
          kernel: [2, 2],
          stride: [2, 2],
          padding: [2, 0, 0, 0],
        }),
      "padding smaller than its window",
    ],
    ["slices", () => apply("slice", [x()], { starts: [0, 2], ends: [2, 2] }), "cannot take [0, 2] to [2, 2]"],
    [
      "negative padding",
      () => apply("pad", [x()], { before: [0, -1], after: [0, 0], value: 0 }),
      "whole numbers from 0",
    ],
    [
      "constants",
      () => constant([1, 2, 3], [2]),
      "constant: expects 2 numbers for [2], has 3; got no operands",
    ],
    ["empty sides", () => input("a", [0, 2]), "expects sides that are whole numbers from 1, not [0, 2]"],
    [
      "gather without integers",
      () => apply("gather", [x(), x()], { axis: 0 }),
      "expects data and integer indices",
    ],
    [
      "norm parameters",
      () => apply("layerNorm", [x(), input("g", [2]), input("b", [3])], { epsilon: 0 }),
      "expects x [..., D] with gamma and beta [D]; got [2, 3] and [2] and [3]",
    ],
  ])("explain %s", (_, body, message) => {
    expect(body).toThrow(ShapeError);
    expect(body).toThrow(message);
  });
});

describe("simplify", () => {
  const ops = (outputs: Record<string, Value>) => simplify(program(outputs)).nodes.map(({ op }) => op);

  it("merges what is computed twice, at any depth", () => {
    const twice = () => tanh(add(x(), 1));
    const { nodes, representative } = simplify(program({ a: twice(), b: mul(twice(), twice()) }));
    expect(nodes.map(({ op }) => op)).toEqual(["input", "constant", "add", "tanh", "mul"]);
    const [left, right] = nodes.at(-1)!.inputs;
    expect(representative(left!)).toBe(representative(right!));
  });

  it("keeps apart what differs in operator, operand order, attributes or constants", () => {
    const a = input("a", [2]);
    expect(ops({ p: add(a, 1), q: add(a, 2) }).filter((op) => op === "add")).toHaveLength(2);
    expect(
      ops({ p: apply("sub", [a, x([2])], {}), q: apply("sub", [x([2]), a], {}) }).filter(
        (op) => op === "sub",
      ),
    ).toHaveLength(2);
    const pad = (value: number) => apply("pad", [a], { before: [1], after: [0], value });
    const values = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0, -0];
    expect(
      ops(Object.fromEntries(values.map((value, i) => [`p${i}`, pad(value)]))).filter((op) => op === "pad"),
    ).toHaveLength(4);
    expect(ops({ p: constant([0], [1]), q: constant([-0], [1]), r: constant([0], [1]) })).toEqual([
      "constant",
      "constant",
    ]);
  });

  it("merges long constants of the same numbers, and no others", () => {
    const numbers = (from: number) => Float32Array.from({ length: 1000 }, (_, i) => from + i);
    const y = (from: number) => tanh(constant(numbers(from), [1000]));
    expect(ops({ p: y(0), q: y(0) })).toEqual(["constant", "tanh"]);
    expect(ops({ p: y(0), q: y(1) })).toEqual(["constant", "tanh", "constant", "tanh"]);
    const shaped = constant(numbers(0), [10, 100]);
    expect(ops({ p: y(0), q: tanh(shaped) })).toEqual(["constant", "tanh", "constant", "tanh"]);
    const [zero, minus] = [new Float32Array(100), new Float32Array(100).fill(-0)];
    expect(ops({ p: constant(zero, [100]), q: constant(minus, [100]) })).toEqual(["constant", "constant"]);
  });

  it("keeps the outputs of one node apart", () => {
    const { values, indices } = topK(x(), 2);
    const { nodes, representative } = simplify(program({ values, again: topK(x(), 2).values, indices }));
    expect(nodes.map(({ op }) => op)).toEqual(["input", "topK"]);
    expect([values, indices].map((value) => representative(value).index)).toEqual([0, 1]);
  });

  it("leaves out gradients that were told where nobody asks for them, and what waits waits still", () => {
    const [w, part] = [x(), tanh(x())];
    const told = withGradients(sum(mul(w, w)), [[w, mul(w, 2)]]);
    expect(ops({ told })).toEqual(["input", "mul", "sum"]);
    expect(ops({ told, slope: gradient(told, [w])[0]! }).filter((op) => op === "mul")).toHaveLength(3);
    expect(ops({ y: waitsFor(w, [part]) })).toEqual(["input", "tanh", "waitsFor"]);
    expect(waitsFor(w, [])).toBe(w);
    expect(() => withGradients(sum(w), [[w, sum(w)]])).toThrow(
      "withGradients: expects a scalar, and tensors each with a gradient of its shape; got [] and [2, 3] and [].",
    );
  });

  it("drops no-ops", () => {
    const a = x();
    const same = stopGradient(
      apply("reshape", [apply("broadcastTo", [a], { shape: [2, 3] })], { shape: [2, 3] }),
    );
    const { nodes, representative } = simplify(program({ y: same, z: tanh(same) }));
    expect(nodes.map(({ op }) => op)).toEqual(["input", "tanh"]);
    expect(representative(same)).toBe(a);
  });
});

describe("programs", () => {
  it("orders every node after its inputs, however deep the graph", () => {
    let y: Value = x();
    for (let i = 0; i < 20_000; i++) y = add(y, x());
    const order = topologicalOrder([y]);
    const place = new Map(order.map((node, i) => [node, i]));
    expect(order.every((node, i) => node.inputs.every((value) => place.get(value.node)! < i))).toBe(true);
  });

  it("sorts leaves by name and by what they are for", () => {
    const w = input("w", [3], "float32", "state");
    const rate = input("rate", [], "float32", "schedule");
    const { state, fed, draws } = programLeaves(
      program({ y: mul(mul(x(), w), rate), same: x() }, { b: input("b", [2], "float32", "state") }),
    );
    expect([state, fed].map((nodes) => nodes.map(({ attributes }) => attributes.name))).toEqual([
      ["b", "w"],
      ["rate", "x"],
    ]);
    expect(draws).toEqual([]);
  });

  it("refuses two inputs of one name, showing both", () => {
    expect(() => programLeaves(program({ a: x([2]), b: x([3]) }))).toThrow(
      "Two different inputs are called x: [2] and [3].",
    );
    expect(() => programLeaves(program({ a: x([2]), b: input("x", [2], "int32") }))).toThrow(ShapeError);
  });

  it("prints one node a line, with attributes, types and places", () => {
    const y = tracingAt("head/fc", () =>
      matmul(x(), input("w", [4, 3], "float32", "state"), { transposeB: true }),
    );
    const { indices } = topK(y, 1);
    expect(printProgram(program({ y, indices }, { w: full([4, 3], 0) }))).toBe(
      [
        '%0 = input{name: "x", role: "batch"}() [2, 3]  # head/fc',
        '%1 = input{name: "w", role: "state"}() [4, 3]  # head/fc',
        "%2 = matmul{transposeA: false, transposeB: true}(%0, %1) [2, 4]  # head/fc",
        "%3 = topK{k: 1, axis: 1, largest: true}(%2) [2, 1] int64[2, 1]",
        "%4 = constant{0}() []",
        "%5 = broadcastTo(%4) [4, 3]",
        "output y = %2",
        "output indices = %3.1",
        "update w = %5",
      ].join("\n"),
    );
  });
});
