/** Texts out of trained models: a net as what decoding asks, on an engine; texts that go on from prompts, blanks that are filled in. */
export { type ContinueOptions, continueTexts, type TextPiece, type WrittenText } from "./continue-texts.js";
export { type Candidate, type FilledBlanks, type FillOptions, fillBlanks, filled } from "./fill-blanks.js";
export { type GenerateOptions, generateTexts, streamTexts } from "./generate-texts.js";
export { type NetModelOptions, netModel, type OpenedModel } from "./net-model.js";
export { type OpenTextRunOptions, openTextRun, type TextRun } from "./text-run.js";
