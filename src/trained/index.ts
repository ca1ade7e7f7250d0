/** Trained encoders, opened to turn samples into vectors. */
export { encodeAll, padded } from "./encode-all.js";
export { type Judged, judgeAll } from "./judge-all.js";
export { makeEncoder, type OpenEncoderOptions, openEncoder, type TrainedEncoder } from "./trained-encoder.js";
