import { type CardSections, layerNormsOnWebgpu } from "../model-card.js";
import type { TextPooling } from "./check-texts.js";
import type { TextTask } from "./text-files.js";
import { type TextForm, textInputs } from "./text-program.js";
import type { TextRun } from "./text-run.js";

export interface TextCardFacts {
  readonly run: TextRun;
  readonly form: TextForm;
  readonly task: TextTask;
  readonly pooling: TextPooling;
  /** Whether it has layer norms. */
  readonly layerNorms: boolean;
}

/** What a card says of an encoder of texts. */
export function textSections(facts: TextCardFacts): CardSections {
  const { run, task, layerNorms } = facts;
  const { longest, vocabulary } = run.facts;
  const { data } = run.config;
  return {
    takes: `a text of up to ${longest} tokens, of a vocabulary of ${vocabulary},`,
    data: `, ${data.cut === "windows" ? `windows of ${longest} tokens` : "each text a sample"}`,
    views: "",
    preprocessing: preprocessing(facts),
    loading: [outputs(facts), javaScript(facts), python(longest), transformers(facts)].join("\n\n"),
    more: [],
    limits: [
      `The models are made for texts of at most ${longest} tokens: with more ONNX Runtime stops with an error, or they give what training never saw. unlabel, and \`tokenizers\` in Python, cut such texts in front of the closing token; transformers.js cuts the closing token off as well, so long texts come out otherwise there: shorten them before.`,
      ...limitsOf[task],
      "It knows texts like those it was trained on. Compare vectors by cosine similarity; their scale has no meaning.",
      "It was chosen for no task, and nothing was done about what its texts say or leave out.",
      "`weights.safetensors` has unlabel's names for the weights, and no class of the Python package transformers has these: its `from_pretrained` finds no weights here. There, use the ONNX files with onnxruntime.",
      ...(layerNorms ? [layerNormsOnWebgpu] : []),
    ],
  };
}

const limitsOf: Readonly<Record<TextTask, readonly string[]>> = {
  "feature-extraction": [],
  "fill-mask": [
    "`fill-mask` of transformers.js fills the first mask of a text and leaves the others out of the sentence without a word; `unlabel fill` fills all.",
  ],
  "text-generation": [
    "`text-generation` of transformers.js writes 256 tokens unless `max_new_tokens` says otherwise; prompt and what is written must fit into the length above. `unlabel generate` goes on from the newer half.",
  ],
};

function preprocessing({ run, task }: TextCardFacts): string {
  const { tokenizer, facts } = run;
  const pad = facts.specials.padding;
  return [
    "`tokenizer.json` makes ids of texts: the same here, in transformers.js, and in Python's `tokenizers`.",
    besideTexts(run, task),
    pad === undefined
      ? "The vocabulary has no token for padding: give texts one at a time, or of one length."
      : `Shorter texts of a batch are filled up with id ${pad} (\`${tokenizer.vocabulary[pad]}\`), and \`attention_mask\` is 0 there: nothing changes for the others, on whichever side it stands.`,
  ].join("\n");
}

/** What stands in front of a text and behind it. */
function besideTexts({ tokenizer, config }: TextRun, task: TextTask): string {
  const { frame, vocabulary } = tokenizer;
  const written = (ids: readonly number[]) => ids.map((id) => `\`${vocabulary[id]}\``).join(" ") || "nothing";
  if (config.data.cut === "windows")
    return "Samples were windows of texts, so it puts nothing beside a text.";
  if (task !== "text-generation")
    return `It puts ${written(frame.opening)} in front of a text and ${written(frame.closing)} behind it, as the run's had.`;
  return `It puts ${written(frame.opening)} in front of a text, as the run's had, and nothing behind, so that it is written on. For vectors as \`unlabel embed\` gives them, write ${written(frame.closing)} behind the text.`;
}

function outputs({ run, form }: TextCardFacts): string {
  const kept =
    form.layers.length === 0
      ? ""
      : ` \`past_key_values.N.key\` and \`.value\`, float32 \`[batch, heads, read, width]\`, are what was read before (none: \`read\` is 0), and \`present.N.key\` and \`.value\` what to give next; the mask then counts those tokens too.`;
  const scores = form.logits
    ? `, and \`logits\` \`[batch, length, ${run.facts.vocabulary}]\`, scores of the tokens that ${run.method.predicts?.which === "next" ? "may follow" : "may stand there"}`
    : "";
  const parts = form.segments
    ? " `token_type_ids` are 1 for the second text of a pair, else 0; transformers.js leaves them at 0 unless its tokenizer is told `return_token_type_ids: true`."
    : "";
  return `\`model.onnx\` takes ${names(textInputs({ ...form, layers: [] }))}, int64 \`[batch, length]\`, and gives \`embedding\` \`[batch, width]\` and \`last_hidden_state\` \`[batch, length, width]\`. \`onnx/model.onnx\` is the one that transformers.js loads: the same${scores}.${kept}${parts}`;
}

const names = (list: readonly string[]): string =>
  list
    .map((name) => `\`${name}\``)
    .join(", ")
    .replace(/, ([^,]*)$/, " and $1");

function javaScript({ form }: TextCardFacts): string {
  const types = form.segments ? ", token_type_ids: ids(rows.map((row) => row.map(() => 0)))" : "";
  return `Node, with onnxruntime-node (a browser: the same with onnxruntime-web), and \`@huggingface/tokenizers\`:

\`\`\`js
process.env.ORT_DISABLE_TELEMETRY = "1"; // before ONNX Runtime is loaded: see below
const ort = await import("onnxruntime-node");
const { Tokenizer } = await import("@huggingface/tokenizers");
const { readFile } = await import("node:fs/promises");

const json = async (file) => JSON.parse(await readFile(file, "utf8"));
const tokenizer = new Tokenizer(await json("tokenizer.json"), await json("tokenizer_config.json"));
const session = await ort.InferenceSession.create("model.onnx");
const rows = [tokenizer.encode("a text").ids];
const ids = (of) => new ort.Tensor("int64", BigInt64Array.from(of.flat(), BigInt), [of.length, of[0].length]);
const mask = ids(rows.map((row) => row.map(() => 1)));
const { embedding } = await session.run({ input_ids: ids(rows), attention_mask: mask${types} });
\`\`\``;
}

const python = (longest: number) => `Python, with onnxruntime and tokenizers:

\`\`\`python
import os
os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before onnxruntime is imported
import numpy as np, onnxruntime
from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file("tokenizer.json")
session = onnxruntime.InferenceSession("model.onnx")
tokenizer.enable_truncation(${longest})
texts = [text.ids for text in tokenizer.encode_batch(["a text", "another, longer text"])]
ids = np.zeros((len(texts), max(map(len, texts))), np.int64)
mask = np.zeros_like(ids)
for row, text in enumerate(texts):
    ids[row, : len(text)], mask[row, : len(text)] = text, 1
feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
wanted = {each.name for each in session.get_inputs()}
(embedding,) = session.run(["embedding"], {name: x for name, x in feeds.items() if name in wanted})
\`\`\``;

function transformers(facts: TextCardFacts): string {
  const names = isPooled(facts) ? "env, pipeline" : "AutoModel, AutoTokenizer, env, pipeline";
  return `transformers.js, with this folder as it is${facts.task === "feature-extraction" ? ' (it says once that it knows no model class "unlabel", and works)' : ""}:

\`\`\`js
process.env.ORT_DISABLE_TELEMETRY = "1"; // in Node; a browser needs it not
const { ${facts.task === "feature-extraction" && !isPooled(facts) ? "AutoModel, AutoTokenizer, env" : names} } = await import("@huggingface/transformers");

env.allowRemoteModels = false;
const folder = "/path/to/this/folder";
${[...taskLines[facts.task], vectors(facts)].join("\n")}
\`\`\``;
}

/** Whether the pipeline gives the embedding: of batches that are padded behind, but to be written on in front. */
function isPooled({ pooling, task }: TextCardFacts): boolean {
  return pooling === "mean" || (pooling === "first_token" && task !== "text-generation");
}

const taskLines: Readonly<Record<TextTask, readonly string[]>> = {
  "feature-extraction": [],
  "fill-mask": [
    'const fill = await pipeline("fill-mask", folder);',
    'console.log(await fill("a text with a [MASK] in it"));',
  ],
  "text-generation": [
    'const write = await pipeline("text-generation", folder);',
    'console.log(await write("a text", { max_new_tokens: 10 }));',
  ],
};

function vectors(facts: TextCardFacts): string {
  if (isPooled(facts))
    return `const extract = await pipeline("feature-extraction", folder);
const embedding = await extract(["a text", "another"], { pooling: "${facts.pooling}" });`;
  return `// No pooling of the pipeline gives the embedding whatever the padding; the model does.
const [tokenizer, model] = [await AutoTokenizer.from_pretrained(folder), await AutoModel.from_pretrained(folder)];
const { embedding } = await model(tokenizer(["a text", "another"], { padding: true, truncation: true }));`;
}
