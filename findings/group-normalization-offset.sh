#!/usr/bin/env bash
# onnxruntime-node 1.30.0, CPU: GroupNormalization is computed as mean of squares less square of mean, so values with a
# large common offset come out wrong. LayerNormalization and InstanceNormalization do not cancel.
#
# Seen: values o - 1, o + 1, ... should come out as -1 and 1
#   offset 0: 1.0000, offset 10000: 316.2278, offset 1000000: 0.0039
. "$(dirname "$0")/begin.sh"
install onnxruntime-node@1.30.0 onnx-buf@1.20.0-1
see <<'JS'
import { onnxModel } from "./onnx-model.mjs";
const { InferenceSession, Tensor } = (await import("onnxruntime-node")).default;
async function largest(operator, attributes, shape, offset) {
  const affine = ["float32", operator === "LayerNormalization" ? [8] : [2]];
  const model = onnxModel([operator, ["x", "scale", "shift"], ["y"], attributes], {
    inputs: { x: ["float32", shape] },
    outputs: { y: ["float32", shape] },
    constants: { scale: [...affine, Array(affine[1][0]).fill(1)], shift: [...affine, Array(affine[1][0]).fill(0)] },
  });
  const session = await InferenceSession.create(model);
  const x = Float32Array.from({ length: 16 }, (_, i) => offset + (i % 2 === 0 ? -1 : 1));
  const { y } = await session.run({ x: new Tensor("float32", x, shape) });
  const found = y.data.reduce((a, b) => Math.max(a, b), -Infinity);
  console.log(`${operator}, offset ${offset}: ${found.toFixed(4)}`);
  return found;
}
const group = (offset) => largest("GroupNormalization", { num_groups: 1 }, [1, 2, 8], offset);
holds(Math.abs((await group(0)) - 1) < 1e-4, "right without an offset");
holds(Math.abs((await group(1e4)) - 1) > 0.1, "wrong at an offset of 10000");
holds(!(Math.abs((await group(1e6)) - 1) < 0.1), "wrong at 1000000");
holds(Math.abs((await largest("LayerNormalization", {}, [2, 8], 1e4)) - 1) < 1e-3, "LayerNormalization is right");
holds(Math.abs((await largest("InstanceNormalization", {}, [1, 2, 8], 1e4)) - 1) < 1e-3, "InstanceNormalization is right");
JS
