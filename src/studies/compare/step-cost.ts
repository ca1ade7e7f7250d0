import { type AugmentationRecipe, augmentationFor, textAugmentation } from "../../augment/index.js";
import { convnet, type Encoder, transformer, vit } from "../../encoders/index.js";
import { multiplyAdds } from "../../graph/index.js";
import type { DataConfig } from "../../kinds/index.js";
import { type Method, simclr } from "../../methods/index.js";
import { adamw, type Optimizer } from "../../optim/index.js";
import { bareConfig, barePictures, nowhere, type RunConfig } from "../../setup/index.js";
import { stepProgram } from "../../steps/index.js";
import { byteTokenizer } from "../../tokenizers/index.js";

/** What a step is counted for: it says little about other sizes, but much about methods beside each other. */
const batchSize = 32;
const side = 32;
/** Bytes of a text. */
const longest = 64;
/** Memories of all samples are this long. */
const samples = 10_000;

/** The method that others are compared with. */
export const referenceMethod = (): Method => simclr();

/**
 * Cost of a training step relative to SimCLR's: multiply-adds of the whole traced step (views, forward passes,
 * gradients, teachers) a sample, on 32x32 pictures with the default convolutional net; for methods that need patch
 * tokens with a small ViT, relative to SimCLR on the same ViT; for methods of texts on 64 bytes with the default transformer,
 * relative to SimCLR on the same. Work on the host between steps is not counted.
 *
 * @throws UnlabelError when the method cannot be traced there
 */
export function relativeCost(method: Method): number {
  const encoder =
    method.reads === "tokens" ? transformer() : method.tokens ? vit({ width: 64, depth: 4 }) : convnet();
  const channels = method.channels ?? 3;
  const key = `${encoder.name} ${channels}`;
  const reference = referenceCosts.get(key) ?? stepCost(referenceMethod(), encoder, channels);
  referenceCosts.set(key, reference);
  return stepCost(method, encoder, channels) / reference;
}

const referenceCosts = new Map<string, number>();

/** Multiply-adds of one step. */
function stepCost(method: Method, encoder: Encoder, channels: number): number {
  const config =
    encoder.reads === "tokens" ? textConfig(method, encoder) : pictureConfig(method, encoder, channels);
  const optimizer: Optimizer = adamw();
  return multiplyAdds(
    stepProgram({ config, encoder: method.encoder(encoder), method, optimizer, samples }).train,
  );
}

function pictureConfig(method: Method, encoder: Encoder, channels: number): RunConfig {
  return barePictures(method, encoder, {
    size: [side, side],
    channels: channels as 1 | 3 | 4,
    augment: settled(augmentationFor({ channels, height: side, width: side })),
    batchSize,
  });
}

function textConfig(method: Method, encoder: Encoder): RunConfig {
  const data: DataConfig = {
    ...nowhere,
    kind: "text",
    per: null,
    textColumn: null,
    invalid: "refuse",
    cut: "texts",
    longest,
    tokenizer: { ...byteTokenizer().toJson() },
  };
  return bareConfig(method, encoder, { data, augment: settled(textAugmentation), batchSize });
}

const settled = (recipe: AugmentationRecipe) =>
  recipe.map(({ name, options = {} }) => ({ name, options: { ...options } }));
