#!/usr/bin/env bash
# onnxruntime-node 1.30.0, CPU (x64, AVX-512): a narrow product has other bits with 2 threads than with 1, since the
# split of the work changes the order of additions; a large square one has the same. So equal seeds give equal bits
# for the same number of threads only.
#
# Seen: numbers that differ between 1 and 2 threads
#   8x512x64: 471 of 512, 32x1024x64: 1870 of 2048, 512x512x512: 0 of 262144
. "$(dirname "$0")/begin.sh"
install onnxruntime-node@1.30.0 onnx-buf@1.20.0-1
see <<'JS'
import { onnxModel } from "./onnx-model.mjs";
const { InferenceSession, Tensor } = (await import("onnxruntime-node")).default;
let state = 1;
const noise = (length) => Float32Array.from({ length }, () => ((state = (state * 48271) % 2147483647) / 2147483647) * 2 - 1);
async function differing(m, k, n) {
  const model = onnxModel(["MatMul", ["a", "b"], ["y"]], {
    inputs: { a: ["float32", [m, k]], b: ["float32", [k, n]] },
    outputs: { y: ["float32", [m, n]] },
  });
  const feeds = { a: new Tensor("float32", noise(m * k), [m, k]), b: new Tensor("float32", noise(k * n), [k, n]) };
  const results = [];
  for (const threads of [1, 2]) {
    const session = await InferenceSession.create(model, { intraOpNumThreads: threads });
    results.push((await session.run(feeds)).y.data);
  }
  const count = results[0].reduce((sum, value, i) => sum + (value === results[1][i] ? 0 : 1), 0);
  console.log(`${m}x${k}x${n}: ${count} of ${m * n} numbers differ between 1 and 2 threads`);
  return count;
}
holds((await differing(8, 512, 64)) > 0, "a narrow product differs");
holds((await differing(32, 1024, 64)) > 0, "another one differs");
holds((await differing(512, 512, 512)) === 0, "a large square one does not");
JS
