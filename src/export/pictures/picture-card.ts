import { type CardSections, layerNormsOnWebgpu } from "../model-card.js";
import type { PictureRun } from "./picture-run.js";

export interface PictureFacts {
  readonly config: PictureRun;
  readonly dimensions: number;
  readonly input: "pixel_values" | "uint8";
  /** Of a method that makes new pictures. */
  readonly decoder: { readonly shape: readonly number[] } | null;
  /** Whether it has layer norms. */
  readonly layerNorms: boolean;
}

/** What a card says of an encoder of pictures. */
export function pictureSections(facts: PictureFacts): CardSections {
  const { data } = facts.config;
  const [height, width] = data.size;
  return {
    takes: `a picture of ${height}x${width} pixels and ${channelWord(data.channels)}`,
    data: "",
    views: data.storeSize === null ? "" : `, crops from whole pictures kept at ${data.storeSize.join("x")}`,
    preprocessing: preprocessing(facts),
    loading: loading(facts),
    more: facts.decoder === null ? [] : [newPictures(facts.decoder)],
    limits: [
      "It knows pictures like those it was trained on; on others its distances mean little. Try it with `unlabel neighbours` first.",
      "Compare vectors by cosine similarity. Their scale has no meaning.",
      "It was chosen for no task, and nothing was done about what its pictures show or leave out.",
      "`model.safetensors` has unlabel's names for the weights; the Python package transformers has no class for them. There, use `model.onnx` with onnxruntime.",
      ...(facts.layerNorms ? [layerNormsOnWebgpu] : []),
    ],
  };
}

function preprocessing({ config, input }: PictureFacts): string {
  const { data } = config;
  const [height, width] = data.size;
  const list = (values: readonly number[]) => values.map((value) => Number(value.toPrecision(7))).join(", ");
  const fit =
    data.fit === "cover"
      ? "scaled to fill that shape, the longer side cut evenly"
      : `scaled to fit into that shape, on ${data.background}`;
  const lines = [
    `\`model.onnx\` takes ${input === "uint8" ? "`images`, bytes 0 to 255" : "`pixel_values`, float32"} \`[batch, ${data.channels}, ${height}, ${width}]\`: ${channelWord(data.channels)}, rows from the top, Lanczos, ${fit}${data.channels === 4 ? "" : `; transparent pixels on ${data.background}`}.`,
    input === "uint8"
      ? "Scaling and standardising are built in."
      : `Bytes are divided by 255, then standardised by channel: (x - mean) / deviation, with mean ${list(data.standardise.mean)} and deviation ${list(data.standardise.deviation)}.`,
    ...(data.valueRange === null
      ? []
      : [
          `Pictures of more than 8 bits (16 bits, with signs, floating point) are brought to bytes first: ${data.valueRange[0]} and less becomes 0, ${data.valueRange[1]} and more 255, in between evenly. \`preprocessor_config.json\` has no word for that: give it such pictures as bytes.`,
        ]),
    "`onnx/model.onnx` takes RGB `pixel_values` as `preprocessor_config.json` makes them.",
  ];
  if (data.channels === 1)
    lines.push(
      "It weighs the three channels to grey inside (Rec. 709): exact for grey pictures, close for others.",
    );
  if (data.channels === 4) lines.push("It takes every picture as opaque.");
  if (data.channels === 3)
    lines.push("Image processors drop transparency without a background: flatten such pictures first.");
  if (data.fit !== "cover" || height !== width)
    lines.push("It stretches pictures of other proportions; bring them to this shape first.");
  return lines.join("\n");
}

function loading({ config, dimensions, input }: PictureFacts): string {
  const { size, channels } = config.data;
  const shape = `[batch, ${channels}, ${size[0]}, ${size[1]}]`;
  const count = channels * size[0] * size[1];
  const [name, type, array] =
    input === "uint8" ? ["images", "uint8", "Uint8Array"] : ["pixel_values", "float32", "Float32Array"];
  return `Outputs: \`embedding\` \`[batch, ${dimensions}]\`, the same as \`pooler_output\`, and \`last_hidden_state\` \`[batch, tokens, D]\`, the last layer's places or patches.

Node, with onnxruntime-node:

\`\`\`js
process.env.ORT_DISABLE_TELEMETRY = "1"; // before ONNX Runtime is loaded: see below
const ort = await import("onnxruntime-node");

const session = await ort.InferenceSession.create("model.onnx");
const batch = 2;
const pixels = new ${array}(batch * ${count}); // ${shape}, see Preprocessing
const { embedding } = await session.run({ ${name}: new ort.Tensor("${type}", pixels, [batch, ${channels}, ${size[0]}, ${size[1]}]) });
console.log(embedding.dims); // [2, ${dimensions}]
\`\`\`

A browser, with onnxruntime-web: the same with

\`\`\`js
import * as ort from "onnxruntime-web";

const session = await ort.InferenceSession.create("/export/model.onnx", { executionProviders: ["wasm"] });
\`\`\`

transformers.js, with this folder as it is (it says once that it knows no model class "unlabel", and works):

\`\`\`js
process.env.ORT_DISABLE_TELEMETRY = "1"; // in Node; a browser needs it not
const { env, pipeline } = await import("@huggingface/transformers");

env.allowRemoteModels = false;
env.localModelPath = "/path/above/"; // the folder that holds this one
const extract = await pipeline("image-feature-extraction", "export"); // the name of this folder
const embedding = await extract("picture.png", { pool: true });
console.log(embedding.dims); // [1, ${dimensions}]
\`\`\``;
}

function newPictures({ shape }: { readonly shape: readonly number[] }): string {
  return `## New pictures

\`decoder.onnx\` turns \`latents\`, float32 \`[batch, ${shape.join(", ")}]\`, into \`pictures\` with values 0 to 1. Draw latents as the method's prior does (see \`unlabel list methods\`), or walk between two.`;
}

function channelWord(channels: number): string {
  return channels === 1 ? "one grey channel" : channels === 3 ? "RGB" : "RGB and alpha";
}
