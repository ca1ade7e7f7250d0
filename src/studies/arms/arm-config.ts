import { type AugmentationRecipe, augmentationFor } from "../../augment/index.js";
import type { ImageSource } from "../../data/index.js";
import type { Encoder } from "../../encoders/index.js";
import { channelStatistics } from "../../kinds/index.js";
import { type Method, recipeRate } from "../../methods/index.js";
import { barePictures, type RunConfig } from "../../setup/index.js";

/** A training on pictures in memory. */
export interface ArmTraining {
  readonly method: Method;
  readonly encoder: Encoder;
  readonly steps: number;
  /** Instead of the usual one for such pictures. */
  readonly augment?: AugmentationRecipe;
}

/**
 * A run on pictures that are in memory, with the method's own recipe. Its crops come from these pictures, of the view's
 * size: studies make or change their pixels one by one, so there are no larger ones to crop from.
 */
export async function armConfig(
  { method, encoder, steps, augment }: ArmTraining,
  source: ImageSource,
  { batchSize, seed }: { readonly batchSize?: number | undefined; readonly seed: number },
): Promise<RunConfig> {
  const { recipe } = method;
  const [channels, height, width] = source.shape;
  const size = Math.min(batchSize ?? recipe.batchSize, batchSize ?? source.length >> 2, source.length);
  const bare = barePictures(method, encoder, {
    size: [height, width],
    channels: channels === 1 ? 1 : 3,
    augment: settled(augment ?? augmentationFor({ channels, height, width })),
    batchSize: Math.max(2, size),
    optimizer: recipe.optimizer,
    learningRate: recipeRate(recipe, Math.max(2, size)) * encoder.learningRateScale,
    ...{ steps, seed },
    classes: await classesFor(method, source),
  });
  const warmup = Math.round(recipe.warmupEpochs * Math.floor(source.length / bare.batchSize));
  return {
    ...bare,
    optimizer: {
      name: recipe.optimizer,
      options: { weightDecay: recipe.weightDecay, ...recipe.optimizerOptions },
    },
    schedule: recipe.schedule,
    warmupSteps: Math.min(warmup, Math.floor(steps / 2)),
    data: { ...bare.data, standardise: await channelStatistics(source) },
  };
}

const settled = (recipe: AugmentationRecipe): RunConfig["augment"] =>
  recipe.map(({ name, options = {} }) => ({ name, options: { ...options } }));

async function classesFor({ labels }: Method, source: ImageSource): Promise<number> {
  return labels ? ((await source.labels())?.classNames.length ?? 0) : 0;
}
