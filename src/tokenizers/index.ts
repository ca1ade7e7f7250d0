/**
 * Texts to ids and back: bytes, characters, byte-level BPE and WordPiece, trained here and saved as Hugging Face's
 * tokenizer.json. Nothing here needs Node.
 */

// Use
export { type ByteTokenizerOptions, byteTokenizer } from "./byte-tokenizer.js";
export type { Corpus } from "./corpus.js";
export { lastWordEnd } from "./last-word-end.js";
export {
  type Frame,
  type SpecialRole,
  type SpecialTokens,
  specialNames,
  specialRoles,
} from "./special-tokens.js";
export type { DecodeOptions, EncodeOptions, Tokenizer, TokenizerKind } from "./tokenizer.js";
// Files
export { tokenizerConfig } from "./tokenizer-config.js";
export { tokenizerFromJson } from "./tokenizer-from-json.js";
export type { TokenizerJson } from "./tokenizer-json.js";
// Train
export { trainBpe } from "./train-bpe.js";
export { type CharacterOptions, trainCharacters } from "./train-characters.js";
export { trainWordPiece, type WordPieceOptions } from "./train-word-piece.js";
export type { TrainingOptions } from "./training-options.js";
