#!/usr/bin/env bash
# onnxruntime-node 1.30.0: MelWeightMatrix rounds the corners of its filters to whole bins of the spectrum, so filters
# at low frequencies are single spikes; HTK's (and librosa's with htk=True) have the corners where they fall.
#
# Seen (64-point spectrum, 16 kHz, 5 filters from 0 to 8 kHz): largest difference from HTK's triangles 0.92
. "$(dirname "$0")/begin.sh"
install onnxruntime-node@1.30.0 onnx-buf@1.20.0-1
see <<'JS'
import { onnxModel } from "./onnx-model.mjs";
const { InferenceSession } = (await import("onnxruntime-node")).default;
const [filters, length, rate, low, high] = [5, 64, 16000, 0, 8000];
const bins = length / 2 + 1;
const model = onnxModel(["MelWeightMatrix", ["filters", "length", "rate", "low", "high"], ["y"]], {
  inputs: {},
  outputs: { y: ["float32", [bins, filters]] },
  constants: {
    filters: ["int64", [], [filters]], length: ["int64", [], [length]], rate: ["int64", [], [rate]],
    low: ["float32", [], [low]], high: ["float32", [], [high]],
  },
});
const session = await InferenceSession.create(model);
const { y } = await session.run({});
const mel = (hertz) => 2595 * Math.log10(1 + hertz / 700);
const hertz = (value) => 700 * (10 ** (value / 2595) - 1);
const corner = (i) => hertz(mel(low) + ((mel(high) - mel(low)) * i) / (filters + 1));
let largest = 0;
for (let f = 0; f < filters; f++) {
  const [left, middle, right] = [corner(f), corner(f + 1), corner(f + 2)];
  const rows = [[], []];
  for (let bin = 0; bin < bins; bin++) {
    const at = (bin * rate) / length;
    const right_ = (right - at) / (right - middle);
    const htk = Math.max(0, Math.min((at - left) / (middle - left), right_));
    const found = y.data[bin * filters + f];
    largest = Math.max(largest, Math.abs(found - htk));
    if (bin < 6) { rows[0].push(found.toFixed(2)); rows[1].push(htk.toFixed(2)); }
  }
  console.log(`filter ${f}, bins 0 to 5: ${rows[0].join(" ")}; HTK ${rows[1].join(" ")}`);
}
console.log(`largest difference ${largest.toFixed(2)}`);
holds(largest > 0.5, "the filters are far from HTK's triangles");
JS
