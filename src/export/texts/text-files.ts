import { type SpecialTokens, type TokenizerJson, tokenizerConfig } from "../../tokenizers/index.js";
import type { TextForm } from "./text-program.js";
import type { TextRun } from "./text-run.js";

/** How transformers.js is to use the model: as an encoder, to fill in words, to write on. */
export type TextTask = "feature-extraction" | "fill-mask" | "text-generation";

/** The task that the folder is made for. Without keys of what was read, transformers.js would write from the newest token alone. */
export function taskOf({ method }: TextRun, { logits, layers }: TextForm): TextTask {
  if (logits && method.predicts?.which === "hidden") return "fill-mask";
  if (logits && layers.length > 0) return "text-generation";
  return "feature-extraction";
}

/** Which special tokens stand beside a text that the model is given: what samples of the run had, and only those in front to write on. */
function frameOf({ config }: TextRun, task: TextTask): "both" | "opening" | "none" {
  if (config.data.cut === "windows") return "none";
  return task === "text-generation" ? "opening" : "both";
}

/** The token that ends a text that is written; undefined where samples were windows, and texts go on. */
function endOf({ config, tokenizer: { frame, specials } }: TextRun): number | undefined {
  return config.data.cut === "windows" ? undefined : (frame.closing.at(-1) ?? specials.end);
}

/** Configuration and tokenizer for transformers.js and whoever reads its files. */
export function textFiles(run: TextRun, form: TextForm, dimensions: number): ReadonlyMap<string, unknown> {
  const task = taskOf(run, form);
  const { tokenizer, facts } = run;
  const frame = frameOf(run, task);
  const files = new Map<string, unknown>([
    ["config.json", { ...modelConfig(run, form, dimensions), ...idsOf(run) }],
    ["tokenizer.json", framedAs(tokenizer.toJson(), frame)],
    [
      "tokenizer_config.json",
      {
        ...tokenizerConfig(tokenizer, facts.longest),
        tokenizer_class: "PreTrainedTokenizerFast",
        padding_side: task === "text-generation" ? "left" : "right",
        // Asked by text-generation, which leaves out all special tokens otherwise.
        ...(frame === "opening" ? { add_bos_token: tokenizer.frame.opening.length > 0 } : {}),
      },
    ],
  ]);
  if (task === "text-generation") {
    const end = endOf(run);
    const never = Object.values(facts.specials).filter(
      (id) => id !== (tokenizer.frame.closing.at(-1) ?? tokenizer.specials.end),
    );
    files.set("generation_config.json", {
      ...idsOf(run),
      ...(never.length === 0 ? {} : { suppress_tokens: never }),
      ...(end === undefined ? {} : { eos_token_id: end }),
    });
  }
  return files;
}

/**
 * The model's type decides which class transformers.js takes: one that fills in words, one that writes on, or its base class. That
 * classes of Python would have other weights is why these have another file's name.
 */
function modelConfig(run: TextRun, form: TextForm, dimensions: number) {
  const task = taskOf(run, form);
  const { vocabulary, longest } = run.facts;
  const all = {
    vocab_size: vocabulary,
    max_position_embeddings: longest,
    // Browsers would look for a quantised file otherwise.
    "transformers.js_config": { dtype: "fp32" },
  };
  if (task === "fill-mask")
    return { model_type: "bert", architectures: ["BertForMaskedLM"], hidden_size: dimensions, ...all };
  if (task === "feature-extraction")
    return { model_type: "unlabel", architectures: ["PreTrainedModel"], hidden_size: dimensions, ...all };
  const { heads = 0, width = 0 } = form.layers[0] ?? {};
  return {
    model_type: "gpt2",
    architectures: ["GPT2LMHeadModel"],
    n_layer: form.layers.length,
    n_head: heads,
    n_embd: heads * width,
    n_positions: longest,
    ...all,
  };
}

function idsOf({ tokenizer }: TextRun) {
  const { padding, beginning }: SpecialTokens = tokenizer.specials;
  return {
    ...(padding === undefined ? {} : { pad_token_id: padding }),
    ...(beginning === undefined ? {} : { bos_token_id: beginning }),
  };
}

/** The same tokenizer with less beside a text. */
function framedAs(json: TokenizerJson, frame: "both" | "opening" | "none"): TokenizerJson {
  const template = json.post_processor;
  if (template === null || frame === "both") return json;
  const single = template.single as readonly object[];
  const opening = single.slice(
    0,
    single.findIndex((part) => "Sequence" in part),
  );
  if (frame === "none" || opening.length === 0) return { ...json, post_processor: null };
  const text = (id: string, type: number) => ({ Sequence: { id, type_id: type } });
  const own = [...opening, text("A", 0)];
  return { ...json, post_processor: { ...template, single: own, pair: [...own, text("B", 1)] } };
}
