import { buildTokenizer } from "./build-tokenizer.js";
import { characterOfByte } from "./byte-alphabet.js";
import { byteDecoder } from "./byte-decoder.js";
import { byteLevelPattern, byteLevelWords } from "./byte-level-words.js";
import { byteJson, byteLevel, continuesInBytes } from "./byte-tokenizer.js";
import { Merges } from "./merge-word.js";
import type { Frame, SpecialTokens } from "./special-tokens.js";
import type { Tokenizer } from "./tokenizer.js";
import { writeUtf8 } from "./utf-8.js";
import { wordEncoder } from "./word-encoder.js";

export interface PairVocabulary {
  readonly vocabulary: readonly string[];
  /** Pairs of ids in the order in which they are merged; the vocabulary has each of them as one token. */
  readonly merges: readonly (readonly [number, number])[];
  readonly specials: SpecialTokens;
  readonly frame?: Frame | undefined;
}

/**
 * How the file says where words are. `ByteLevel` has the pattern built in, but the JavaScript library takes a byte-order mark for
 * white space there and U+0085 for none; written out, all libraries have Unicode's white space.
 */
const preTokenizer = {
  type: "Sequence",
  pretokenizers: [
    { type: "Split", pattern: { Regex: byteLevelPattern }, behavior: "Isolated", invert: false },
    { type: "ByteLevel", ...byteLevel },
  ],
};

/** Byte-level BPE of a vocabulary that was learned: bytes of words, merged pair by pair. */
export function bpeTokenizer({ vocabulary, merges, specials, frame }: PairVocabulary): Tokenizer {
  const ids = new Map(vocabulary.map((token, id) => [token, id]));
  const special = Object.keys(specials).length;
  const symbolOfByte = Int32Array.from(characterOfByte, (character) => ids.get(character)!);
  const pairs = merges.map(([first, second]) => [vocabulary[first]!, vocabulary[second]!] as const);
  const table = new Merges(
    merges,
    pairs.map((pair) => ids.get(pair.join(""))!),
  );
  let symbols = new Int32Array(1024);
  return buildTokenizer({
    ...{ kind: "bpe", vocabulary, specials, frame },
    json: byteJson(preTokenizer, pairs),
    continues: continuesInBytes,
    encode: wordEncoder(byteLevelWords, (units, start, end, into) => {
      if ((end - start) * 3 > symbols.length) symbols = new Int32Array((end - start) * 3);
      const length = writeUtf8(units, start, end, symbols, 0);
      for (let i = 0; i < length; i++) symbols[i] = symbolOfByte[symbols[i]!]!;
      table.apply(symbols, length, into);
    }),
    decode: byteDecoder(vocabulary, special),
  });
}
