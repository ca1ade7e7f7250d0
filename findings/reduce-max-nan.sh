#!/usr/bin/env bash
# onnxruntime-node 1.30.0, CPU: ReduceMax and ReduceMin with a NaN among the values give NaN, pass it over, or lose the
# extreme value as well, by where the NaN stands. A maximum is no check of health.
#
# Seen:
#   ReduceMax [NaN, 1] = NaN, [1, NaN] = 1, [1, NaN, 2, 3, 4, 5, 6, 7] = 6
#   ReduceMin [7, NaN, 2, 3, 4, 5, 6, 1] = 2
. "$(dirname "$0")/begin.sh"
install onnxruntime-node@1.30.0 onnx-buf@1.20.0-1
see <<'JS'
import { onnxModel } from "./onnx-model.mjs";
const { InferenceSession, Tensor } = (await import("onnxruntime-node")).default;
async function reduced(operator, values) {
  const ports = { inputs: { x: ["float32", [values.length]] }, outputs: { y: ["float32", [1]] } };
  const session = await InferenceSession.create(onnxModel([operator, ["x"], ["y"]], ports));
  const { y } = await session.run({ x: new Tensor("float32", values, [values.length]) });
  console.log(`${operator} [${values.join(", ")}] = ${y.data[0]}`);
  return y.data[0];
}
holds(Number.isNaN(await reduced("ReduceMax", [NaN, 1])), "NaN first gives NaN");
holds((await reduced("ReduceMax", [1, NaN])) === 1, "NaN last is passed over");
holds((await reduced("ReduceMax", [1, NaN, 2, 3, 4, 5, 6, 7])) === 6, "neither NaN nor the largest");
holds((await reduced("ReduceMin", [7, NaN, 2, 3, 4, 5, 6, 1])) === 2, "neither NaN nor the smallest");
JS
