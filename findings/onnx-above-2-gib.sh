#!/usr/bin/env bash
# onnxruntime-node 1.30.0: a model file above 2 GiB cannot be loaded, and the message does not speak of its size; what
# writes it does not complain. Larger weights must lie in files of their own (external data).
#
# Seen: a model with one constant of 2.1 GiB: "Protobuf parsing failed."; with one of 4 MiB it loads
. "$(dirname "$0")/begin.sh"
install onnxruntime-node@1.30.0 onnx-buf@1.20.0-1
see <<'JS'
import { open } from "node:fs/promises";
const { InferenceSession } = (await import("onnxruntime-node")).default;
// Protocol buffers by hand, so that the constant's zeros can be a hole in the file.
function varint(value) {
  const bytes = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}
const number = (field, value) => Buffer.concat([varint(field * 8), varint(value)]);
const part = (field, content) => Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
const text = (field, value) => part(field, Buffer.from(value));
const port = (field, name, count) =>
  part(field, Buffer.concat([text(1, name), part(2, part(1, Buffer.concat([number(1, 1), part(2, part(1, number(1, count)))])))]));
async function load(count) {
  const size = 4 * count;
  const tensor = Buffer.concat([number(1, count), number(2, 1), text(8, "w"), varint(9 * 8 + 2), varint(size)]);
  const graph = Buffer.concat([
    part(1, Buffer.concat([text(1, "w"), text(2, "y"), text(4, "Identity")])),
    text(2, "finding"),
    port(12, "y", count),
    varint(5 * 8 + 2), varint(tensor.length + size), tensor,
  ]);
  const head = Buffer.concat([number(1, 10), part(8, number(2, 21)), varint(7 * 8 + 2), varint(graph.length + size), graph]);
  const file = await open("model.onnx", "w");
  await file.write(head);
  await file.truncate(head.length + size);
  await file.close();
  const said = await InferenceSession.create("model.onnx", { logSeverityLevel: 4 }).then(() => "loads", ({ message }) => message);
  console.log(`a constant of ${(size / 2 ** 30).toFixed(3)} GiB: ${said}`);
  return said;
}
holds((await load(2 ** 20)) === "loads", "a small one loads");
holds(/Protobuf parsing failed/i.test(await load(Math.round(2.1 * 2 ** 28))), "one above 2 GiB does not, without a word on its size");
JS
