/** Scopes of named parameters and state; layers as functions of a scope. */
export { type AttentionOptions, causalMask, dotProductAttention, selfAttention } from "./attention.js";
export { type ConvLayerOptions, conv, convTranspose } from "./convolution.js";
export { DrawStreams } from "./draw-streams.js";
export { dropout } from "./dropout.js";
export { embedding } from "./embedding.js";
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
export { type LinearOptions, linear, type MlpOptions, mlp } from "./linear.js";
export { type BatchNormOptions, batchNorm, groupNorm, layerNorm } from "./normalisation.js";
export { gru } from "./recurrent.js";
export { Scope } from "./scope.js";
export { studentName } from "./teacher-name.js";
export { type TransformerBlockOptions, transformerBlock } from "./transformer.js";
export { type ParameterRole, type Variable, Variables } from "./variables.js";
