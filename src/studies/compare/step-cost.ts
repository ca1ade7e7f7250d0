import { augmentationFor } from "../../augment/index.js";
import { convnet, type Encoder, vit } from "../../encoders/index.js";
import { multiplyAdds } from "../../graph/index.js";
import { type Method, simclr } from "../../methods/index.js";
import { adamw, type Optimizer } from "../../optim/index.js";
import { barePictures } from "../../setup/index.js";
import { stepProgram } from "../../steps/index.js";

/** What a step is counted for: it says little about other sizes, but much about methods beside each other. */
const batchSize = 32;
const side = 32;
/** Memories of all samples are this long. */
const samples = 10_000;

/** The method that others are compared with. */
export const referenceMethod = (): Method => simclr();

/**
 * Cost of a training step relative to SimCLR's: multiply-adds of the whole traced step (views, forward passes,
 * gradients, teachers) a sample, on 32x32 pictures with the default convolutional net; for methods that need patch
 * tokens with a small ViT, relative to SimCLR on the same ViT. Work on the host between steps is not counted.
 *
 * @throws UnlabelError when the method cannot be traced there
 */
export function relativeCost(method: Method): number {
  const encoder = method.tokens ? vit({ width: 64, depth: 4 }) : convnet();
  const channels = method.channels ?? 3;
  const key = `${encoder.name} ${channels}`;
  const reference = referenceCosts.get(key) ?? stepCost(referenceMethod(), encoder, channels);
  referenceCosts.set(key, reference);
  return stepCost(method, encoder, channels) / reference;
}

const referenceCosts = new Map<string, number>();

/** Multiply-adds of one step. */
function stepCost(method: Method, encoder: Encoder, channels: number): number {
  const config = barePictures(method, encoder, {
    size: [side, side],
    channels: channels as 1 | 3 | 4,
    augment: augmentationFor({ channels, height: side, width: side }).map(({ name, options = {} }) => ({
      name,
      options: { ...options },
    })),
    batchSize,
  });
  const optimizer: Optimizer = adamw();
  return multiplyAdds(
    stepProgram({ config, encoder: method.encoder(encoder), method, optimizer, samples }).train,
  );
}
