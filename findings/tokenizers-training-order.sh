#!/usr/bin/env bash
# tokenizers 0.23.3 (PyPI): WordPieceTrainer (and any BpeTrainer with a prefix for what goes on with a word) gives another
# vocabulary every time, from the same texts in the same order: ids of "##" characters follow a hash table that is ordered anew
# in each process, and equally frequent pairs are merged in the order of ids. A vocabulary that was not kept cannot be had again.
#
# Seen: three processes, three vocabularies; byte-level BPE has no such prefix and gives the same one each time
. "$(dirname "$0")/begin.sh"
python_with tokenizers==0.23.3
cat >"$place/train.py" <<'PY'
import sys
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
texts = ["hello world this is a test of words", "the cat sat on the mat"] * 3
if sys.argv[1] == "wordpiece":
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=60, special_tokens=["[UNK]"], show_progress=False)
else:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=60, show_progress=False)
tokenizer.train_from_iterator(texts, trainer)
vocabulary = tokenizer.get_vocab()
print(" ".join(sorted(vocabulary, key=vocabulary.get)))
PY
for kind in wordpiece bpe; do
  for _ in 1 2 3 4; do "$python" "$place/train.py" "$kind"; done >"$place/$kind.txt"
done
see <<'JS'
const { readFileSync } = await import("node:fs");
const distinct = (kind) => new Set(readFileSync(`${kind}.txt`, "utf8").trim().split("\n")).size;
console.log(`of four processes: ${distinct("wordpiece")} vocabularies of WordPiece, ${distinct("bpe")} of BPE`);
holds(distinct("wordpiece") > 1, "WordPiece gives another vocabulary");
holds(distinct("bpe") === 1, "byte-level BPE gives the same one");
JS
