import { bagOfWords } from "./bag-of-words.js";
import { colourisation } from "./colourisation.js";
import { convnet } from "./convnet.js";
import type { EncoderFactory } from "./encoder.js";
import { gru } from "./gru.js";
import { linear } from "./linear.js";
import { mlp } from "./mlp.js";
import { resnet } from "./resnet.js";
import { transformer } from "./transformer.js";
import { vit } from "./vit.js";

/** Every encoder, by name. */
export const encoders: ReadonlyMap<string, EncoderFactory> = new Map(
  [convnet, colourisation, resnet, vit, mlp, linear, transformer, gru, bagOfWords].map((factory) => [
    factory.definition.name,
    factory as unknown as EncoderFactory,
  ]),
);
