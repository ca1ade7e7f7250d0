#!/usr/bin/env bash
# onnxruntime-node 1.30.0, CPU: one NaN among the values of TopK can push the largest value out of the answer, which
# then holds a small one in its place. In a search by similarity one spoiled row hides true neighbours.
#
# Seen:
#   k = 2 of [1, NaN, 3]: values 1, NaN at 0, 1
#   k = 2 of [1, NaN, 2, 7, 5]: values 1, NaN at 0, 1
#   k = 1 of [1, NaN, 3]: values 3 at 2
. "$(dirname "$0")/begin.sh"
install onnxruntime-node@1.30.0 onnx-buf@1.20.0-1
see <<'JS'
import { onnxModel } from "./onnx-model.mjs";
const { InferenceSession, Tensor } = (await import("onnxruntime-node")).default;
async function top(values, k) {
  const model = onnxModel(["TopK", ["x", "k"], ["v", "i"]], {
    inputs: { x: ["float32", [values.length]] },
    outputs: { v: ["float32", [k]], i: ["int64", [k]] },
    constants: { k: ["int64", [1], [k]] },
  });
  const session = await InferenceSession.create(model);
  const { v, i } = await session.run({ x: new Tensor("float32", values, [values.length]) });
  console.log(`k = ${k} of [${values.join(", ")}]: values ${[...v.data].join(", ")} at ${[...i.data].join(", ")}`);
  return [...v.data];
}
holds(!(await top([1, NaN, 3], 2)).includes(3), "the largest value, 3, is not among the two");
holds(!(await top([1, NaN, 2, 7, 5], 2)).includes(7), "the largest value, 7, is not among the two");
holds((await top([1, NaN, 3], 1))[0] === 3, "with k = 1 it is found");
JS
