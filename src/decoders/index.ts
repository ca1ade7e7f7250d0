/** Decoders: codes to pictures or texts, the other half of an autoencoder. */
export { colourisationDecoder } from "./colourisation-decoder.js";
export { convolutionalDecoder } from "./convolutional-decoder.js";
export { mlpDecoder } from "./mlp-decoder.js";
export type { PictureShape } from "./picture-shape.js";
export { type DecodedText, textDecoder } from "./text-decoder.js";
export { type TokenPlaces, tokenDecoder } from "./token-decoder.js";
export { transformerDecoder, unpatchify } from "./transformer-decoder.js";
export { tutorialDecoder } from "./tutorial-decoder.js";
