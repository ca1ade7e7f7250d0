import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "onnx-buf";
import { describe, expect, it } from "vitest";
import { gradient } from "../grad/index.js";
import type { Program } from "../graph/index.js";
import { normal, permutation, randomKey } from "../random/index.js";
import {
  add,
  constant,
  gather,
  gelu,
  input,
  layerNormalise,
  matmul,
  mul,
  square,
  sub,
  sum,
  tracingAt,
} from "../tensor/index.js";
import { compile, ModelBuilder } from "./index.js";

/** A step with every kind of leaf. */
function step(): Program {
  const key = randomKey("step");
  const w = input("w", [3, 2], "float32", "state");
  const momentum = input("momentum", [3, 2], "float32", "state");
  const rate = input("rate", [], "float32", "schedule");
  const x = gather(add(input("x", [4, 3]), normal(key, [4, 3])), permutation(key, 4));
  const y = tracingAt("encoder/fc", () => gelu(matmul(x, w)));
  const loss = sum(square(layerNormalise(y, constant([1, 2], [2]), constant([0, 0], [2]))));
  const [dw] = gradient(loss, [w]);
  const next = add(mul(momentum, 0.9), dw!);
  return {
    outputs: new Map([
      ["loss", loss],
      ["y", y],
    ]),
    updates: new Map([
      ["w", sub(w, mul(next, rate))],
      ["momentum", next],
    ]),
  };
}

describe("compile", () => {
  const graph = compile(step(), { name: "step" });
  const model = fromBinary(ModelProtoSchema, graph.model);

  it("tells the engine what to feed, keep and read", () => {
    const types = (ports: typeof graph.state) =>
      ports.map(({ name, id, dtype, shape }) => `${name} ${id} ${dtype}[${shape}]`);
    expect(types(graph.state)).toEqual(["momentum input:momentum float32[3,2]", "w input:w float32[3,2]"]);
    expect(types(graph.fed)).toEqual(["rate input:rate float32[]", "x input:x float32[4,3]"]);
    expect(types(graph.draws)).toEqual([
      "step:normal draw:step:normal float32[4,3]",
      "step:permutation draw:step:permutation int32[4]",
    ]);
    expect(types(graph.outputs)).toEqual(["loss output:loss float32[]", "y output:y float32[4,2]"]);
    expect(types(graph.updates)).toEqual(["w next:w float32[3,2]", "momentum next:momentum float32[3,2]"]);
  });

  it("writes those names and no others at the model's borders", () => {
    const names = (list: readonly { name: string }[] = []) => list.map(({ name }) => name).sort();
    expect(names(model.graph?.input)).toEqual(
      [...graph.state, ...graph.fed, ...graph.draws].map(({ id }) => id).sort(),
    );
    expect(names(model.graph?.output)).toEqual(
      [...graph.outputs, ...graph.updates].map(({ id }) => id).sort(),
    );
    expect(model.graph?.name).toBe("step");
    expect(model.producerName).toBe("unlabel");
  });

  it("names every node once, after its place in the model", () => {
    const names = model.graph?.node.map(({ name }) => name) ?? [];
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => /^encoder\/fc\/(Fused)?MatMul_/.test(name)).length).toBeGreaterThanOrEqual(
      2,
    );
  });

  it("defines every value before it is used", () => {
    const known = new Set(
      [...(model.graph?.input ?? []), ...(model.graph?.initializer ?? [])].map(({ name }) => name),
    );
    for (const node of model.graph?.node ?? []) {
      expect(node.input.filter((name) => !known.has(name))).toEqual([]);
      for (const name of node.output) known.add(name);
    }
  });

  it("gives the same bytes for the same computation traced again", () => {
    expect(Buffer.from(compile(step(), { name: "step" }).model).equals(Buffer.from(graph.model))).toBe(true);
  });

  it("computes once what is written twice", () => {
    const x = input("x", [2]);
    const twice: Program = {
      outputs: new Map([
        ["a", square(add(x, 1))],
        ["b", square(add(x, 1))],
      ]),
      updates: new Map(),
    };
    const nodes = fromBinary(ModelProtoSchema, compile(twice).model).graph?.node.map(({ opType }) => opType);
    expect(nodes).toEqual(["Add", "Mul", "Identity", "Identity"]);
  });
});

describe("ModelBuilder", () => {
  it("stores equal integer vectors once, and leaves named sides open", () => {
    const builder = new ModelBuilder();
    expect(builder.int64s([1, 2])).toBe(builder.int64s([1, 2]));
    expect(builder.int64s([2, 1])).not.toBe(builder.int64s([1, 2]));
    builder.input("x", "float32", ["N", 3]);
    builder.identity("x", "y");
    builder.output("y", "float32", ["N", 3]);
    const { graph, metadataProps } = fromBinary(
      ModelProtoSchema,
      builder.encode({ name: "m", opset: 21, metadata: { a: "b" } }),
    );
    const type = graph?.input[0]?.type?.value;
    const sides = type?.case === "tensorType" ? type.value.shape?.dim.map((dim) => dim.value.value) : [];
    expect(sides).toEqual(["N", 3n]);
    expect(graph?.initializer).toHaveLength(2);
    expect(metadataProps.map(({ key, value }) => [key, value])).toEqual([["a", "b"]]);
  });

  it("copies numbers out of larger buffers", () => {
    const builder = new ModelBuilder();
    builder.initializer("float32", [2], new Float32Array([9, 1, 2, 9]).subarray(1, 3));
    const { graph } = fromBinary(ModelProtoSchema, builder.encode({ name: "m", opset: 21 }));
    expect(graph?.initializer[0]?.rawData).toEqual(new Uint8Array(Float32Array.of(1, 2).buffer));
  });
});
