/** Scopes of named parameters and state; layers as functions of a scope. */
export {
  type AttentionOptions,
  attention,
  dotProductAttention,
  selfAttention,
} from "./attention.js";
export { type AttentionMask, type AttentionMaskOptions, attentionMask, isReal } from "./attention-mask.js";
export { type ConvLayerOptions, conv, convTranspose } from "./convolution.js";
export { DrawStreams } from "./draw-streams.js";
export { dropout, dropPath, gaussianNoise, spatialDropout } from "./dropout.js";
export { embedding, embeddingTable, tiedLogits } from "./embedding.js";
export {
  constantInit,
  fanInUniform,
  glorotUniform,
  heNormal,
  type Initialiser,
  normalInit,
  ones,
  truncatedNormal,
  uniformInit,
  unitRows,
  zeros,
} from "./initialiser.js";
export type { KeysAndValues } from "./kept-keys.js";
export { type LinearOptions, linear, type MlpOptions, mlp } from "./linear.js";
export { type BatchNormOptions, batchNorm, groupNorm, layerNorm } from "./normalisation.js";
export { gru, lstm, type RecurrentOptions } from "./recurrent.js";
export { rotated } from "./rotary.js";
export { Scope } from "./scope.js";
export { studentName } from "./teacher-name.js";
export { type TokenGruOptions, tokenGru } from "./token-gru.js";
export { poolTokens, type TokenPooling } from "./token-pooling.js";
export { learnedPlaces, type PlaceOptions, realPlaces, sinusoidalPlaces } from "./token-positions.js";
export {
  type TokenBatch,
  type TokenStates,
  type TokenTransformerOptions,
  tokenTransformer,
} from "./token-transformer.js";
export { type TransformerBlockOptions, transformerBlock, transformerStep } from "./transformer.js";
export { type ParameterRole, type Variable, Variables } from "./variables.js";
