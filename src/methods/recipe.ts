import { type ScalingRule, scaledRate } from "../optim/index.js";

/** What a method suggests where nobody said otherwise. */
export interface Recipe {
  readonly optimizer: "sgd" | "adamw" | "lars";
  /** Options of that optimiser, besides weight decay. */
  readonly optimizerOptions: Readonly<Record<string, unknown>>;
  /** For batches of `batchSize`. */
  readonly learningRate: number;
  /** How the learning rate follows another batch. */
  readonly scaling: ScalingRule;
  readonly weightDecay: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly warmupEpochs: number;
  readonly schedule: "cosine" | "step" | "constant";
}

/** How one group of parameters is trained, where that differs from the run's optimiser. */
export interface GroupRecipe {
  /** Times the run's learning rate. Default 1. */
  readonly learningRate?: number;
  /** An optimiser of its own. */
  readonly optimizer?: {
    readonly name: Recipe["optimizer"];
    readonly options?: Readonly<Record<string, unknown>>;
  };
}

/** Few epochs of small data with a convolutional net: fast, and forgiving where layers are batch-normalised. */
export const usualRecipe: Recipe = {
  optimizer: "adamw",
  optimizerOptions: {},
  learningRate: 1e-2,
  scaling: "square-root",
  weightDecay: 1e-4,
  batchSize: 128,
  epochs: 5,
  warmupEpochs: 0.2,
  schedule: "cosine",
};

/**
 * For nets that play against each other: they settle nowhere, so the rate stays, whatever the batch, and moments forget
 * sooner (DCGAN).
 */
export const adversarialRecipe: Partial<Recipe> = {
  optimizerOptions: { beta1: 0.5 },
  scaling: "none",
  weightDecay: 0,
  warmupEpochs: 0,
  schedule: "constant",
};

/** The learning rate that a recipe suggests for batches of some size. */
export function recipeRate(
  { learningRate, batchSize, scaling }: Pick<Recipe, "learningRate" | "batchSize" | "scaling">,
  samples: number,
): number {
  return scaledRate({ rate: learningRate, batchSize }, samples, scaling);
}
