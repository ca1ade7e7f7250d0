/** What a method suggests where nobody said otherwise. */
export interface Recipe {
  readonly optimizer: "sgd" | "adamw" | "lars";
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly warmupEpochs: number;
  readonly schedule: "cosine" | "step" | "constant";
}

/** Few epochs of small data with a convolutional net: fast, and forgiving where layers are batch-normalised. */
export const usualRecipe: Recipe = {
  optimizer: "adamw",
  learningRate: 1e-2,
  weightDecay: 1e-4,
  batchSize: 128,
  epochs: 5,
  warmupEpochs: 0.2,
  schedule: "cosine",
};
