import { augmentationFor } from "../../augment/index.js";
import { convnet, type Encoder, vit } from "../../encoders/index.js";
import { multiplyAdds } from "../../graph/index.js";
import { type Method, simclr } from "../../methods/index.js";
import { adamw, type Optimizer } from "../../optim/index.js";
import { type RunConfig, stepProgram } from "../../train/index.js";

/** What a step is counted for: it says little about other sizes, but much about methods beside each other. */
const batchSize = 32;
const side = 32;
const classes = 10;
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
  const config: RunConfig = {
    data: {
      path: "",
      split: null,
      size: [side, side],
      channels: channels as 1 | 3 | 4,
      background: "white",
      fit: "cover",
      labels: "auto",
      labelColumn: null,
      limit: null,
      holdout: 0,
    },
    method: { name: method.name, options: method.options },
    encoder: { name: encoder.name, options: encoder.options },
    augment: augmentationFor({ channels, height: side, width: side }).map(({ name, options = {} }) => ({
      name,
      options: { ...options },
    })),
    optimizer: { name: "adamw", options: {} },
    learningRate: 1e-3,
    schedule: "constant",
    warmupSteps: 0,
    gradientClip: null,
    batchSize,
    steps: 1000,
    seed: 0,
    threads: 1,
    standardise: { mean: Array(channels).fill(0.5), deviation: Array(channels).fill(0.25) },
    classes: method.labels ? classes : 0,
    from: null,
  };
  const optimizer: Optimizer = adamw();
  return multiplyAdds(
    stepProgram({ config, encoder: method.encoder(encoder), method, optimizer, samples }).train,
  );
}
