import type { Encoder } from "../encoders/index.js";

/** An encoder of texts whose tokens see themselves and those before them, whoever asks: methods, evaluation, exports. */
export function causalEncoder(encoder: Encoder): Encoder {
  return { ...encoder, apply: (scope, x, options) => encoder.apply(scope, x, { ...options, causal: true }) };
}
