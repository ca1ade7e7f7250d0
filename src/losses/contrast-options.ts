import type { Tensor } from "../tensor/index.js";
import type { Similarity } from "./similarity.js";

/** Options of the losses that tell a sample's other view from those of other samples of the batch. */
export interface ContrastOptions {
  readonly temperature?: number;
  /** How alike two vectors are; the cosine unless given. */
  readonly similarity?: Similarity;
  /** int32 `[N]`: samples of one class are no negatives of each other, where positives are samples of a class. */
  readonly classes?: Tensor | undefined;
}
