import { isDeepStrictEqual } from "node:util";
import {
  byteTokenizer,
  type Tokenizer,
  tokenizerFromJson,
  trainBpe,
  trainCharacters,
  trainWordPiece,
} from "unlabel/tokenizers";
import { expectThat, type Parser, type Sample } from "../parser.js";

const text = "the man, the apple: Übung macht den Meister, 漢字 \u{1f600} the thing ";
const texts = [text.repeat(3)];
const frame = { opening: ["classification"], closing: ["separator"] } as const;

const sample = (name: string, tokenizer: Tokenizer): Sample => ({
  ...{ name, form: "json", bytes: new TextEncoder().encode(JSON.stringify(tokenizer.toJson())) },
});

export const tokenizerFile: Parser = {
  name: "tokenizer-file",
  reads: "tokenizer.json of tokenizers that were trained here",
  ending: "json",
  words: [
    ...[
      "model",
      "vocab",
      "merges",
      "type",
      "BPE",
      "WordPiece",
      "Unigram",
      "unk_token",
      "added_tokens",
      "[UNK]",
    ],
    ...[
      "content",
      "special",
      "post_processor",
      "single",
      "SpecialToken",
      "decoder",
      "ByteLevel",
      "Fuse",
      "##a",
    ],
    ...["Sequence", "Split", "Regex", "normalizer", "null", "true", "Ġ", "ĠĠ", "__proto__", "<eos>"],
  ],
  async prepare() {
    return {
      samples: [
        sample("bytes", byteTokenizer({ specials: ["end"] })),
        sample("characters", await trainCharacters({ texts })),
        sample("bpe", await trainBpe({ texts, vocabularySize: 290, frame })),
        sample("wordpiece", await trainWordPiece({ texts, vocabularySize: 64, frame })),
      ],
      async read(input) {
        const file = new TextDecoder("utf-8", { ignoreBOM: true }).decode(input);
        const tokenizer = tokenizerFromJson(file);
        expectThat(
          isDeepStrictEqual(JSON.parse(JSON.stringify(tokenizer.toJson())), JSON.parse(file)),
          "it writes another file than it read",
        );
        const ids = tokenizer.encode(text, { framed: true });
        expectThat(
          ids.every((id) => id >= 0 && id < tokenizer.vocabulary.length),
          "an id without a token",
        );
        const back = tokenizer.decode(ids, { specials: "skip" });
        if (tokenizer.kind === "bytes" || tokenizer.kind === "bpe")
          expectThat(back === text, `it decodes to ${back}`);
      },
    };
  },
};
