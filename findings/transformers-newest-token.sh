#!/usr/bin/env bash
# @huggingface/transformers 4.3.1: a decoder that takes no past keys and values is given the whole prompt first, and from the second
# step on the newest token alone, without a word, while its attention mask counts all. What it writes has forgotten the text.
#
# Seen: a model that takes exactly three tokens writes its first token, and is then given one:
#   Got: 1 Expected: 3
. "$(dirname "$0")/begin.sh"
install @huggingface/transformers@4.3.1 onnx-buf@1.20.0-1
see <<'JS'
import { mkdir, writeFile } from "node:fs/promises";
import { onnxModel } from "./onnx-model.mjs";
const { AutoModelForCausalLM, env, Tensor } = await import("@huggingface/transformers");
env.allowRemoteModels = false;
const words = 6;
// After token i comes token i + 1.
const table = Array.from({ length: words * words }, (_, i) => (i % words === (Math.floor(i / words) + 1) % words ? 1 : 0));
const model = onnxModel(["Gather", ["table", "input_ids"], ["logits"]], {
  inputs: { input_ids: ["int64", [1, 3]] },
  outputs: { logits: ["float32", [1, 3, words]] },
  constants: { table: ["float32", [words, words], table] },
});
await mkdir("decoder/onnx", { recursive: true });
await writeFile("decoder/onnx/model.onnx", model);
await writeFile("decoder/config.json", JSON.stringify({ model_type: "gpt2", n_head: 1, n_layer: 1, n_embd: 4, vocab_size: words }));
const decoder = await AutoModelForCausalLM.from_pretrained(`${process.cwd()}/decoder`);
const int64 = (values) => new Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
const write = (count) =>
  decoder.generate({ input_ids: int64([0, 1, 2]), attention_mask: int64([1, 1, 1]), max_new_tokens: count }).then(
    (ids) => ids.tolist()[0].join(" "),
    ({ message }) => message,
  );
const [one, two] = [await write(1), await write(2)];
console.log(`one new token: ${one}`);
console.log(`two: ${two.split("\n").map((line) => line.trim()).join(" ")}`);
holds(one === "0 1 2 3", "the first token is made of the whole prompt");
holds(/Got: 1 Expected: 3/.test(two), "the second of the newest token alone");
JS
