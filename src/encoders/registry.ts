import { convnet } from "./convnet.js";
import type { EncoderFactory } from "./encoder.js";

/** Every encoder, by name. */
export const encoders: ReadonlyMap<string, EncoderFactory> = new Map(
  [convnet].map((factory) => [factory.definition.name, factory as unknown as EncoderFactory]),
);
