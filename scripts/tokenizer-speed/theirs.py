"""One training of Python's tokenizers, and the encoding of the first 20 MB: python theirs.py CORPUS ENTRIES prints JSON."""
import hashlib
import json
import re
import resource
import sys
import time

import tokenizers
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

corpus, entries = sys.argv[1], int(sys.argv[2])
special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "<bos>", "<eos>"]
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
trainer = trainers.BpeTrainer(
    vocab_size=entries,
    min_frequency=2,
    special_tokens=special,
    initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    show_progress=False,
)
started, cpu_before = time.perf_counter(), time.process_time()
tokenizer.train([corpus], trainer)
cpu = time.process_time() - cpu_before
train = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

with open(corpus, encoding="utf8", newline="") as file:
    lines = re.findall(r".*\n", file.read(20_000_000))
size = sum(len(line.encode()) for line in lines)
started = time.process_time()
ids = sum(len(encoding.ids) for encoding in tokenizer.encode_batch(lines, add_special_tokens=False))
encode = size / 1e6 / (time.process_time() - started)
merges = json.dumps(json.loads(tokenizer.to_str())["model"]["merges"], separators=(",", ":"), ensure_ascii=False)
print(
    json.dumps(
        {
            "version": tokenizers.__version__,
            "train": train,
            "cpu": cpu,
            "encode": encode,
            "ids": ids,
            "merges": hashlib.sha256(merges.encode()).hexdigest(),
            "peak": peak,
        }
    )
)
