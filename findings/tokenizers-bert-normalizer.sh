#!/usr/bin/env bash
# @huggingface/tokenizers 0.2.0: BertNormalizer looks at code units where the Rust library (the Python package tokenizers) looks
# at characters: ideographs beyond the first 65,536 code points get no spaces around them, so a sentence of them is one word
# (one [UNK]); and a capital sigma at the end of a word becomes another letter there than in the Rust library, so Greek in
# capitals gets other ids. One tokenizer.json, two sets of ids.
#
# Seen: "𠀀𠀁 ΟΔΟΣ" becomes "𠀀𠀁 οδος" in JavaScript, " 𠀀  𠀁  οδοσ" in tokenizers 0.23.3 (needs python3 with venv for the latter)
. "$(dirname "$0")/begin.sh"
install @huggingface/tokenizers@0.2.0
python_with tokenizers==0.23.3
"$python" - >"$place/rust.txt" <<'PY'
from tokenizers.normalizers import BertNormalizer
print(BertNormalizer().normalize_str("\U00020000\U00020001 \u039f\u0394\u039f\u03a3"))
PY
see <<'JS'
const { readFileSync } = await import("node:fs");
const { BertNormalizer } = await import("@huggingface/tokenizers");
const bert = new BertNormalizer({ clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true });
const words = (text) => text.trim().split(/\s+/);
const javascript = words(bert.normalize("\u{20000}\u{20001} \u039f\u0394\u039f\u03a3"));
const rust = words(readFileSync("rust.txt", "utf8"));
console.log(`JavaScript: ${javascript.join(" | ")}; Rust: ${rust.join(" | ")}`);
holds(javascript.length === 2 && rust.length === 3, "two ideographs are one word in JavaScript");
holds(javascript.at(-1) === "οδος" && rust.at(-1) === "οδοσ", "the last sigma is another letter");
JS
