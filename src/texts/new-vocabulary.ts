import { ConfigError } from "../errors.js";
import {
  byteTokenizer,
  type Corpus,
  type Frame,
  type SpecialRole,
  type Tokenizer,
  type TokenizerKind,
  trainBpe,
  trainCharacters,
  trainWordPiece,
} from "../tokenizers/index.js";

/** A tokenizer whose vocabulary is yet to be learned from the texts. */
export type NewVocabulary = {
  readonly kind: TokenizerKind;
  /** Entries, special tokens among them. Default: 8,192 for bpe and wordpiece, all there are for characters; bytes have 256. */
  readonly vocabularySize?: number | undefined;
  /** Special tokens by what they are there for; all of them by default. */
  readonly specials?: readonly SpecialRole[] | undefined;
  /** What stands beside a text. Default: `[CLS]` and `[SEP]` for wordpiece, `<bos>` and `<eos>` for the others. */
  readonly frame?: Frame | undefined;
};

const usualSize = 8192;
const kinds: readonly TokenizerKind[] = ["bytes", "characters", "bpe", "wordpiece"];

export function isTokenizer(given: Tokenizer | NewVocabulary): given is Tokenizer {
  return "encode" in given;
}

/**
 * Fills in defaults; a tokenizer stays as it is.
 * @throws ConfigError for a kind that there is not, and for bytes of another number
 */
export function settledVocabulary(given: Tokenizer | NewVocabulary): Tokenizer | NewVocabulary {
  if (isTokenizer(given)) return given;
  const { kind, vocabularySize, specials } = given;
  if (!kinds.includes(kind))
    throw new ConfigError(
      `\`tokenizer\` is one of ${kinds.join(", ")}, not ${JSON.stringify(kind)}; give one of those.`,
      { option: "tokenizer" },
    );
  if (kind === "bytes" && vocabularySize !== undefined)
    throw new ConfigError(
      "A vocabulary of bytes has 256 entries and its special tokens, whatever the texts: leave `vocabularySize` out, or take bpe.",
      { option: "vocabularySize" },
    );
  const isRead = (role: SpecialRole) => specials === undefined || specials.includes(role);
  const [opening, closing]: [SpecialRole, SpecialRole] =
    kind === "wordpiece" ? ["classification", "separator"] : ["beginning", "end"];
  const size = vocabularySize ?? (kind === "bpe" || kind === "wordpiece" ? usualSize : undefined);
  return {
    kind,
    ...(size !== undefined && { vocabularySize: size }),
    ...(specials !== undefined && { specials }),
    frame: given.frame ?? { opening: [opening].filter(isRead), closing: [closing].filter(isRead) },
  };
}

/**
 * Learns the vocabulary.
 * @throws DataError for texts without a word, or too few for a vocabulary of that size
 */
export async function learnVocabulary(
  { kind, vocabularySize, specials, frame }: NewVocabulary,
  texts: Corpus["texts"],
): Promise<Tokenizer> {
  const given = { ...(specials && { specials }), ...(frame && { frame }) };
  if (kind === "bytes") return byteTokenizer(given);
  if (kind === "characters")
    return trainCharacters({ texts, ...given, ...(vocabularySize !== undefined && { vocabularySize }) });
  const train = kind === "bpe" ? trainBpe : trainWordPiece;
  return train({ texts, ...given, vocabularySize: vocabularySize ?? usualSize });
}
