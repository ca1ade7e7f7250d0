#!/usr/bin/env bash
# @huggingface/tokenizers 0.2.0: `single_word: true` of an added token is ignored: the token is cut out of the middle of
# a word, where the Rust library (the Python package tokenizers) leaves the word whole.
#
# Seen: "abc", with the added token "bc": a, bc
. "$(dirname "$0")/begin.sh"
install @huggingface/tokenizers@0.2.0
see <<'JS'
const { Tokenizer } = await import("@huggingface/tokenizers");
const tokenizer = new Tokenizer({
  version: "1.0",
  added_tokens: [{ id: 5, content: "bc", single_word: true, lstrip: false, rstrip: false, normalized: false, special: false }],
  normalizer: null,
  pre_tokenizer: { type: "Whitespace" },
  post_processor: null,
  decoder: null,
  model: { type: "WordLevel", vocab: { "[UNK]": 0, abc: 1, a: 2, c: 3, b: 4, bc: 5 }, unk_token: "[UNK]" },
}, {});
const { tokens } = tokenizer.encode("abc");
console.log(`"abc" becomes ${tokens.join(", ")}`);
holds(tokens.join() === "a,bc", "the token is taken out of a word");
JS
