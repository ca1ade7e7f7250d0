#!/usr/bin/env bash
# onnxruntime-node 1.30.0, CPU: BatchNormalization with training_mode = 1, whose running statistics are not read as
# outputs, writes them over its inputs, the arrays of the caller. The running variance is divided by n, where PyTorch
# divides by n - 1.
#
# Seen:
#   fed 0 and 1, after a run on 1, 2, 3, 4 with momentum 0: mean 2.5, variance 1.25
#   the same with the statistics as outputs: fed ones still 0 and 1
. "$(dirname "$0")/begin.sh"
install onnxruntime-node@1.30.0 onnx-buf@1.20.0-1
see <<'JS'
import { onnxModel } from "./onnx-model.mjs";
const { InferenceSession, Tensor } = (await import("onnxruntime-node")).default;
const inputs = { x: ["float32", [4, 1]], scale: ["float32", [1]], shift: ["float32", [1]], mean: ["float32", [1]], variance: ["float32", [1]] };
const feeds = () => ({
  x: new Tensor("float32", [1, 2, 3, 4], [4, 1]),
  scale: new Tensor("float32", [1], [1]),
  shift: new Tensor("float32", [0], [1]),
  mean: new Tensor("float32", Float32Array.of(0), [1]),
  variance: new Tensor("float32", Float32Array.of(1), [1]),
});
const node = (outputs) => ["BatchNormalization", ["x", "scale", "shift", "mean", "variance"], outputs, { training_mode: 1, momentum: { float: 0 } }];
{
  const model = onnxModel(node(["y", "m", "v"]), { inputs, outputs: { y: ["float32", [4, 1]] } });
  const session = await InferenceSession.create(model);
  const fed = feeds();
  await session.run(fed);
  console.log(`statistics that were fed, after a run: mean ${fed.mean.data[0]}, variance ${fed.variance.data[0]} (before: 0 and 1)`);
  holds(fed.mean.data[0] === 2.5 && fed.variance.data[0] === 1.25, "the caller's arrays are written over, when no output reads the statistics");
}
{
  const model = onnxModel(node(["y", "m", "v"]), { inputs, outputs: { y: ["float32", [4, 1]], m: ["float32", [1]], v: ["float32", [1]] } });
  const session = await InferenceSession.create(model);
  const fed = feeds();
  const { m, v } = await session.run(fed);
  console.log(`statistics as outputs: mean ${m.data[0]}, variance ${v.data[0]}; fed ones after it ${fed.mean.data[0]}, ${fed.variance.data[0]}`);
  holds(fed.mean.data[0] === 0 && v.data[0] === 1.25, "with outputs they are left alone, and the variance is divided by n");
}
JS
