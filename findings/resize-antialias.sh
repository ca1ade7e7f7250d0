#!/usr/bin/env bash
# onnxruntime-node 1.30.0, CPU: Resize with antialias = 1 is not what PIL does: at the borders the weights that fall
# outside count as the border's pixel. With exclude_outside = 1 as well it equals PIL. Needs python3 with venv.
#
# Seen: a ramp of 8 x 8 (0, 4, 8, ... 252) made 2 x 2, bilinear
#   Pillow 12.0.0: 68.1 81.0 171.0 183.9
#   antialias: 59.6 74.4 177.6 192.4; with exclude_outside: as Pillow
. "$(dirname "$0")/begin.sh"
install onnxruntime-node@1.30.0 onnx-buf@1.20.0-1
python_with Pillow==12.0.0
pil=$("$python" -c '
from PIL import Image
ramp = Image.new("F", (8, 8)); ramp.putdata([4.0 * i for i in range(64)])
print(",".join("%.3f" % value for value in ramp.resize((2, 2), Image.BILINEAR).getdata()))' 2>/dev/null)
export pil
see <<'JS'
import { onnxModel } from "./onnx-model.mjs";
const { InferenceSession, Tensor } = (await import("onnxruntime-node")).default;
const pil = process.env.pil.split(",").map(Number);
const ramp = Float32Array.from({ length: 64 }, (_, i) => 4 * i);
async function resized(exclude_outside) {
  const model = onnxModel(["Resize", ["x", "", "", "size"], ["y"], { mode: "linear", antialias: 1, exclude_outside }], {
    inputs: { x: ["float32", [1, 1, 8, 8]] },
    outputs: { y: ["float32", [1, 1, 2, 2]] },
    constants: { size: ["int64", [4], [1, 1, 2, 2]] },
  });
  const session = await InferenceSession.create(model);
  return [...(await session.run({ x: new Tensor("float32", ramp, [1, 1, 8, 8]) })).y.data];
}
const show = (values) => values.map((value) => value.toFixed(1)).join(" ");
const distance = (values) => Math.max(...values.map((value, i) => Math.abs(value - pil[i])));
const [plain, excluded] = [await resized(0), await resized(1)];
console.log(`Pillow: ${show(pil)}\nantialias: ${show(plain)}\nantialias, exclude_outside: ${show(excluded)}`);
holds(distance(plain) > 3, "antialias alone differs from Pillow");
holds(distance(excluded) < 0.01, "with exclude_outside it is the same");
JS
