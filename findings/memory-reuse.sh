#!/usr/bin/env bash
# onnxruntime-node 1.30.0, CPU, memory patterns off: the buffer of a tensor that nobody needs any more is not given back
# when a later tensor of the very same shape can take it. It is held in between, holding nothing, so that a graph with
# early and late tensors of one shape takes more memory than what lives at once. With another shape of as many numbers
# for the late tensor the buffer is given back. The session option for it (enable_mem_reuse) is not reachable from
# JavaScript.
#
# Seen, in the middle of a graph whose early tensor of 4 MB is dead:
#   late tensor of the same shape: 4 MB in use
#   late tensor of another shape: 0 MB in use
. "$(dirname "$0")/begin.sh"
install onnxruntime-node@1.30.0 onnx-buf@1.20.0-1
see <<'JS'
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "onnx-buf";
import { readdirSync, readFileSync } from "node:fs";
import { onnxModel } from "./onnx-model.mjs";
const { InferenceSession, Tensor } = (await import("onnxruntime-node")).default;

/** One graph of several one-node models. */
function chain(nodes, ports) {
  const parts = nodes.map((node) => fromBinary(ModelProtoSchema, onnxModel(node, ports)));
  const whole = parts[0];
  whole.graph.node = parts.flatMap(({ graph }) => graph.node);
  return toBinary(ModelProtoSchema, whole);
}

async function inTheMiddle(name, late) {
  const model = chain(
    [
      // Early: 4 MB, read once by the sum, dead from then on.
      ["Exp", ["x"], ["early"]],
      ["ReduceSum", ["early"], ["sum"], { keepdims: 0 }],
      ["Sin", ["sum"], ["middle"]],
      // Late: made only after the middle.
      ["Add", [late === "same" ? "x" : "flat", "middle"], ["late"]],
      ["ReduceSum", ["late"], ["y"], { keepdims: 0 }],
    ],
    {
      inputs: { x: ["float32", [1000, 1000]], flat: ["float32", [1000000]] },
      outputs: { y: ["float32", []] },
    },
  );
  const session = await InferenceSession.create(model, {
    enableMemPattern: false,
    graphOptimizationLevel: "disabled",
    enableProfiling: true,
    profileFilePrefix: name,
  });
  const data = new Float32Array(1000000);
  await session.run({ x: new Tensor("float32", data, [1000, 1000]), flat: new Tensor("float32", data, [1000000]) });
  session.endProfiling();
  const file = readdirSync(".").find((entry) => entry.startsWith(name));
  const events = JSON.parse(readFileSync(file, "utf8"));
  const sin = events.find(({ args }) => args?.op_name === "Sin");
  const megabytes = Math.floor(Number(sin.args.mem_bytes_in_use) / 2 ** 20);
  return megabytes;
}
const same = await inTheMiddle("same", "same");
const other = await inTheMiddle("other", "other");
console.log(`late tensor of the same shape: ${same} MB in use`);
console.log(`late tensor of another shape: ${other} MB in use`);
holds(same >= 3, "the dead tensor's buffer is held for a later one of its shape");
holds(other === 0, "it is given back where the later one has another shape");
JS
