/** Texts: corpora of any size to tokens, read as streams. Knows nothing of tensors. */

export { looksLikeTexts } from "./looks-like-texts.js";
export type { NewVocabulary } from "./new-vocabulary.js";
export { oneText } from "./one-text.js";
export { openTexts } from "./open-texts.js";
export { readTokenizer } from "./read-tokenizer.js";
export { expectedTexts } from "./text-files.js";
export type { ReadingOptions, TextOptions, TextProgress } from "./text-options.js";
export type { TextSource, TokenArrays } from "./text-source.js";
