import type { Encoder } from "../encoders/index.js";

/**
 * The encoder with layer normalisation of each sample, over channels and space, wherever it has batch normalisation:
 * nothing of one sample reaches another. Its parameters have the same names; running statistics it has none.
 */
export function perSampleEncoder(encoder: Encoder): Encoder {
  return {
    ...encoder,
    normalisesBatch: false,
    apply: (scope, x, options) => encoder.apply(scope.perSample(), x, options),
  };
}
