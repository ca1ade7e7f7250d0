import { basename } from "node:path";
import type { ModelCheck } from "./check-model.js";
import type { PictureRun } from "./picture-run.js";

export interface CardFacts {
  readonly config: PictureRun;
  readonly step: number;
  readonly weights: "student" | "teacher";
  readonly parameters: number;
  readonly dimensions: number;
  readonly input: "pixel_values" | "uint8";
  readonly checks: Readonly<Record<string, ModelCheck>>;
  /** Of a method that makes new pictures. */
  readonly decoder: { readonly shape: readonly number[]; readonly check: ModelCheck } | null;
  /** Whether it has layer norms. */
  readonly layerNorms: boolean;
  /** Markdown of the run's evaluation. */
  readonly scores: string | null;
}

/** The `README.md` of an export: what it is, how it was made, how to load it, what it is not for. */
export function modelCard(facts: CardFacts): string {
  const { config, step, parameters, dimensions, scores } = facts;
  const { data, method, encoder } = config;
  const [height, width] = data.size;
  return `# ${encoder.name} encoder, pretrained with ${method.name}

Turns a picture of ${height}x${width} pixels and ${channelWord(data.channels)} into a vector of ${dimensions} numbers; ${parameters.toLocaleString("en")} numbers of weights.
Made with [unlabel](https://www.npmjs.com/package/unlabel) without labels${config.classes > 0 ? ", except that training read them" : ""}.

## How it was made

- data: \`${basename(data.path)}\`${data.split === null ? "" : `, split ${data.split}`}${data.limit === null ? "" : `, at most ${data.limit} samples`}, ${data.holdout} held out
- method: ${method.name} ${code(method.options)}
- encoder: ${encoder.name} ${code(encoder.options)}
- views: ${config.augment.map(({ name }) => name).join(", ") || "none"}${data.storeSize === null ? "" : `, crops from whole pictures kept at ${data.storeSize.join("x")}`}
- optimiser: ${config.optimizer.name} ${code(config.optimizer.options)}, peak rate ${config.learningRate}, ${config.schedule}, ${config.warmupSteps} steps of warm-up
- ${step} of ${config.steps} steps of ${config.accumulate * config.batchSize} samples, seed ${config.seed}${facts.weights === "teacher" ? "; the weights are the teacher's, the average of the trained ones over time" : ""}${config.from === null ? "" : `, from \`${basename(config.from)}\``}

## Scores

${scores ?? "Not evaluated: `unlabel evaluate RUN`, then export again; of an evaluation in another folder, `--evaluation FOLDER`."}

## Preprocessing

${preprocessing(facts)}

## Loading it

${loading(facts)}

${newPictures(facts)}## Checked

${Object.entries({ ...facts.checks, ...(facts.decoder && { "decoder.onnx": facts.decoder.check }) })
  .map(
    ([file, { samples, batches, maximumDifference, cosineDifference }]) =>
      `- \`${file}\` against the training graph, ${samples} samples in batches of ${batches.join(", ")}: largest difference ${maximumDifference.toExponential(1)}, largest cosine difference ${cosineDifference.toExponential(1)}`,
  )
  .join("\n")}

## Limits

- It knows pictures like those it was trained on; on others its distances mean little. Try it with \`unlabel neighbours\` first.
- Compare vectors by cosine similarity. Their scale has no meaning.
- It was chosen for no task, and nothing was done about what its pictures show or leave out.
- \`model.safetensors\` has unlabel's names for the weights; the Python package transformers has no class for them. There, use \`model.onnx\` with onnxruntime.
${facts.layerNorms ? layerNormsOnWebgpu : ""}`;
}

const layerNormsOnWebgpu = `- It has layer norms. ONNX Runtime 1.30 computes them with WebGPU as mean of squares less square of mean, which is wrong where the numbers of a place share an offset of a thousand deviations or more (seen in Chromium); CPU and \`wasm\` are exact. Compare a few vectors before using \`webgpu\`.
`;

function preprocessing({ config, input }: CardFacts): string {
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

function loading({ config, dimensions, input }: CardFacts): string {
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
\`\`\`

ONNX Runtime's own packages for Linux and macOS, since 1.29, keep a device identifier and a database of events in the user's cache folder and send facts about machine and models to their maker. The environment variable \`ORT_DISABLE_TELEMETRY=1\` stops that, where it is set before the runtime starts: on the main thread in Node, before \`import onnxruntime\` in Python (\`onnxruntime.disable_telemetry_events()\` comes too late for the files). In browsers there is none.`;
}

function newPictures({ decoder }: CardFacts): string {
  if (decoder === null) return "";
  return `## New pictures

\`decoder.onnx\` turns \`latents\`, float32 \`[batch, ${decoder.shape.join(", ")}]\`, into \`pictures\` with values 0 to 1. Draw latents as the method's prior does (see \`unlabel list methods\`), or walk between two.

`;
}

const code = (options: unknown): string => `\`${JSON.stringify(options)}\``;

function channelWord(channels: number): string {
  return channels === 1 ? "one grey channel" : channels === 3 ? "RGB" : "RGB and alpha";
}
