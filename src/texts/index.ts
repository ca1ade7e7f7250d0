/** Texts: corpora of any size to tokens, read as streams. Knows nothing of tensors. */

export type { NewVocabulary } from "./new-vocabulary.js";
export { openTexts } from "./open-texts.js";
export type { ReadingOptions, TextOptions, TextProgress } from "./text-options.js";
export type { TextSource, TokenArrays } from "./text-source.js";
