/** Encoders: from a batch of samples to representations. */
export { convnet } from "./convnet.js";
export {
  defineEncoder,
  type EncodeOptions,
  type Encoder,
  type EncoderDefinition,
  type EncoderFactory,
  type Encoding,
} from "./encoder.js";
export { encoders } from "./registry.js";
