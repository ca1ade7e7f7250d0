/** Encoders: from a batch of samples to representations. */
export { bagOfWords } from "./bag-of-words.js";
export { colourisation } from "./colourisation.js";
export { convnet } from "./convnet.js";
export {
  defineEncoder,
  type EncodeOptions,
  type Encoder,
  type EncoderDefinition,
  type EncoderFactory,
  type Encoding,
} from "./encoder.js";
export { gru } from "./gru.js";
export {
  type FactsOf,
  type InputFacts,
  type PictureFacts,
  type Reads,
  readingCalled,
  type TextFacts,
} from "./input-facts.js";
export { linear } from "./linear.js";
export { leastSquaresCode, minimumNormCode, twoMatricesCode, unrolledCodes } from "./linear-codes.js";
export { mlp } from "./mlp.js";
export { patchify, tokensAt } from "./patches.js";
export { sinCosPositions } from "./positions.js";
export { type RealTokens, realTokens } from "./real-tokens.js";
export { encoders } from "./registry.js";
export { resnet } from "./resnet.js";
export { transformer } from "./transformer.js";
export { vit } from "./vit.js";
