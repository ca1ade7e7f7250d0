import { bertWords, ideographPattern } from "./bert-words.js";
import { buildTokenizer } from "./build-tokenizer.js";
import { type Frame, type SpecialTokens, specialNames } from "./special-tokens.js";
import type { Tokenizer } from "./tokenizer.js";
import { wordEncoder } from "./word-encoder.js";
import { textOf } from "./word-splitter.js";

/** What a token begins with that goes on with a word. */
export const continuation = "##";
/** Characters (code points) of the longest word that is looked at; a longer one is unknown. */
const longestWord = 100;

export interface WordPieceVocabulary {
  /** Special tokens, `unknown` among them, then pieces of words. */
  readonly vocabulary: readonly string[];
  readonly specials: SpecialTokens;
  readonly frame?: Frame | undefined;
  /** Whether letters are made small and accents stripped. */
  readonly lowercase: boolean;
}

/**
 * WordPiece (Schuster and Nakajima 2012, as in BERT): each word becomes the longest piece that it begins with, then the longest
 * that goes on from there. A word with a stretch that no piece fits is unknown as a whole.
 */
export function wordPieceTokenizer(given: WordPieceVocabulary): Tokenizer {
  const { vocabulary, specials, frame, lowercase } = given;
  const ids = new Map(vocabulary.map((token, id) => [token, id]));
  const unknown = specials.unknown!;
  return buildTokenizer({
    ...{ kind: "wordpiece", vocabulary, specials, frame },
    json: wordPieceJson(lowercase),
    continues: (token) => token.startsWith(continuation),
    encode: wordEncoder(bertWords(lowercase), (units, from, to, into) => {
      const characters = [...textOf(units, from, to)];
      const before = into.length;
      let start = characters.length > longestWord ? -1 : 0;
      while (start >= 0 && start < characters.length) {
        const end = pieceEnd(characters, start, ids);
        if (end > start) into.push(ids.get(piece(characters, start, end))!);
        start = end > start ? end : -1;
      }
      if (start >= 0) return;
      into.length = before;
      into.push(unknown);
    }),
    decode(all) {
      let text = "";
      for (const [i, id] of all.entries()) {
        const token = vocabulary[id]!;
        const goesOn = i > 0 && token.startsWith(continuation);
        text += goesOn ? token.slice(continuation.length) : i > 0 ? ` ${token}` : token;
      }
      return text;
    },
  });
}

const piece = (characters: readonly string[], start: number, end: number): string =>
  (start > 0 ? continuation : "") + characters.slice(start, end).join("");

/** Where the longest piece ends that begins at `start`; `start` where there is none. */
function pieceEnd(characters: readonly string[], start: number, ids: ReadonlyMap<string, number>): number {
  let end = characters.length;
  while (end > start && !ids.has(piece(characters, start, end))) end--;
  return end;
}

function wordPieceJson(lowercase: boolean) {
  const bert = {
    ...{ type: "BertNormalizer", clean_text: true, handle_chinese_chars: false },
    ...{ strip_accents: lowercase, lowercase },
  };
  const sigma = { type: "Replace", pattern: { String: "Σ" }, content: "σ" };
  const split = { type: "Split", pattern: { Regex: ideographPattern }, behavior: "Isolated", invert: false };
  return {
    normalizer: lowercase ? { type: "Sequence", normalizers: [sigma, bert] } : bert,
    preTokenizer: { type: "Sequence", pretokenizers: [{ type: "BertPreTokenizer" }, split] },
    decoder: { type: "WordPiece", prefix: continuation, cleanup: false },
    model: {
      ...{ type: "WordPiece", unk_token: specialNames.unknown, continuing_subword_prefix: continuation },
      max_input_chars_per_word: longestWord,
    },
  };
}
