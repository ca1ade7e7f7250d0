#!/usr/bin/env bash
# @huggingface/transformers 4.3.1: a text above the limit loses the closing token: the ids are made first, [SEP]
# included, and then cut. The Rust library (Python's fast tokenizers) cuts the text and keeps the closing token. Vectors
# of long texts differ from those of training.
#
# Seen: limit 4 on "a b c d e": [CLS] a b c; the Rust library gives [CLS] a b [SEP]
. "$(dirname "$0")/begin.sh"
install @huggingface/transformers@4.3.1
see <<'JS'
const { PreTrainedTokenizer } = await import("@huggingface/transformers");
const special = (id, content) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true });
const words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b", "c", "d", "e"];
const part = (id) => ({ SpecialToken: { id, type_id: 0 } });
const tokenizer = new PreTrainedTokenizer(
  {
    version: "1.0",
    added_tokens: [0, 1, 2, 3].map((id) => special(id, words[id])),
    normalizer: null,
    pre_tokenizer: { type: "Whitespace" },
    post_processor: {
      type: "TemplateProcessing",
      single: [part("[CLS]"), { Sequence: { id: "A", type_id: 0 } }, part("[SEP]")],
      pair: [part("[CLS]"), { Sequence: { id: "A", type_id: 0 } }, part("[SEP]"), { Sequence: { id: "B", type_id: 1 } }, part("[SEP]")],
      special_tokens: { "[CLS]": { id: "[CLS]", ids: [2], tokens: ["[CLS]"] }, "[SEP]": { id: "[SEP]", ids: [3], tokens: ["[SEP]"] } },
    },
    decoder: null,
    model: { type: "WordLevel", vocab: Object.fromEntries(words.map((word, id) => [word, id])), unk_token: "[UNK]" },
  },
  { pad_token: "[PAD]", unk_token: "[UNK]", cls_token: "[CLS]", sep_token: "[SEP]", model_max_length: 4 },
);
const ids = tokenizer("a b c d e", { truncation: true, return_tensor: false }).input_ids.map(Number);
console.log(`limit 4 on "a b c d e": ${ids.map((id) => words[id]).join(" ")}`);
holds(ids.length === 4 && ids[3] !== 3, "the closing token is cut off");
JS
