import { bpeTokenizer } from "./bpe-tokenizer.js";
import { bytesInOrder, characterOfByte } from "./byte-alphabet.js";
import { byteLevelWords } from "./byte-level-words.js";
import { countWords, type WordCounts } from "./count-words.js";
import { learnMerges } from "./learn-merges.js";
import { namesOf, specialRoles, specialTokens } from "./special-tokens.js";
import type { WordSymbols } from "./symbol-words.js";
import type { Tokenizer } from "./tokenizer.js";
import { checkFilled, checkRoom, checkWhole, type TrainingOptions } from "./training-options.js";

/**
 * Learns a byte-level BPE (Sennrich et al. 2016; Radford et al. 2019): words by GPT-2's pattern, their bytes, and merges of
 * the most frequent neighbours until the vocabulary is full. Memory grows with the distinct words, not with the texts; the same
 * texts give the same merges, which are those of Hugging Face's trainer.
 * @throws ConfigError for a vocabulary with no room for the 256 bytes
 * @throws DataError for texts without a word, or too few for a vocabulary of that size: the message says how many entries they give
 */
export async function trainBpe(options: TrainingOptions): Promise<Tokenizer> {
  const specials = specialTokens(options.specials ?? specialRoles);
  const names = namesOf(specials);
  const size = checkWhole("vocabularySize", options.vocabularySize, 1);
  const minimumFrequency = checkWhole("minimumFrequency", options.minimumFrequency ?? 2, 1);
  checkRoom(size, names.length, 256, "bytes");
  const alphabet = [...names, ...bytesInOrder.map((byte) => characterOfByte[byte]!)];
  const symbolOfByte = new Int32Array(256);
  for (const [i, byte] of bytesInOrder.entries()) symbolOfByte[byte] = names.length + i;
  const counted = await countWords(options, byteLevelWords);
  const { tokens, merges } = learnMerges({
    ...{ tokens: alphabet, words: inBytes(counted, symbolOfByte), reserved: new Set(names) },
    ...{ join: (first, second) => first + second, size, minimumFrequency },
  });
  checkFilled(tokens.length, size, minimumFrequency);
  return bpeTokenizer({ vocabulary: tokens, merges, specials, frame: options.frame });
}

function inBytes({ words, counts }: WordCounts, symbolOfByte: Int32Array): WordSymbols {
  const starts = new Int32Array(words.size + 1);
  // A code unit takes three bytes at most.
  const symbols = new Int32Array(words.length * 3);
  for (let word = 0; word < words.size; word++)
    starts[word + 1] = words.writeUtf8(word, symbols, starts[word]!);
  const length = starts[words.size]!;
  for (let i = 0; i < length; i++) symbols[i] = symbolOfByte[symbols[i]!]!;
  return { symbols: symbols.subarray(0, length), starts, counts };
}
