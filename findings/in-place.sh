#!/usr/bin/env bash
# onnxruntime-node 1.30.0, CPU: activations (Tanh, Sigmoid, Relu, Softplus, Softmax, LogSoftmax) and ScatterElements write
# over an input that nobody else reads; arithmetic and the functions beside it (Add, Mul, Neg, Exp, Sqrt, Gelu) never do
# and take a buffer of their own. A chain of them holds two tensors where one would do.
#
# Seen, a chain of Sin, the operator and ReduceSum over 4 MB: Tanh, Relu, Softmax, LogSoftmax 4 MB; Add, Mul, Neg, Exp,
# Sqrt 8 MB.
. "$(dirname "$0")/begin.sh"
install onnxruntime-node@1.30.0 onnx-buf@1.20.0-1
see <<'JS'
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "onnx-buf";
import { readdirSync, readFileSync } from "node:fs";
import { onnxModel } from "./onnx-model.mjs";
const { InferenceSession, Tensor } = (await import("onnxruntime-node")).default;
const ports = { inputs: { x: ["float32", [1000, 1000]] }, outputs: { y: ["float32", []] } };

async function megabytes(operator, inputs = ["early"]) {
  const nodes = [
    ["Sin", ["x"], ["early"]],
    [operator, inputs, ["late"]],
    ["ReduceSum", ["late"], ["y"], { keepdims: 0 }],
  ];
  const parts = nodes.map((node) => fromBinary(ModelProtoSchema, onnxModel(node, ports)));
  parts[0].graph.node = parts.flatMap(({ graph }) => graph.node);
  const session = await InferenceSession.create(toBinary(ModelProtoSchema, parts[0]), {
    enableMemPattern: false,
    graphOptimizationLevel: "disabled",
    enableProfiling: true,
    profileFilePrefix: `profile-${operator}-`,
  });
  await session.run({ x: new Tensor("float32", new Float32Array(1e6).fill(0.5), [1000, 1000]) });
  session.endProfiling();
  const file = readdirSync(".").find((entry) => entry.startsWith(`profile-${operator}-`));
  const used = JSON.parse(readFileSync(file, "utf8")).map(({ args }) => Number(args?.mem_bytes_in_use ?? 0));
  const most = Math.floor(Math.max(...used) / 4e6) * 4;
  console.log(`${operator}: ${most} MB`);
  return most;
}
const over = [];
for (const operator of ["Tanh", "Relu", "Softmax", "LogSoftmax"]) over.push(await megabytes(operator));
const beside = [await megabytes("Add", ["early", "x"]), await megabytes("Mul", ["early", "x"])];
for (const operator of ["Neg", "Exp", "Sqrt"]) beside.push(await megabytes(operator));
holds(over.every((most) => most === 4), "activations write over their input");
holds(beside.every((most) => most === 8), "arithmetic does not");
JS
