import type { AugmentationRecipe } from "../augment/index.js";
import type { Encoder } from "../encoders/index.js";
import type { ReadingOptions } from "../kinds/index.js";
import type { Method } from "../methods/index.js";
import type { OwnParts } from "../setup/index.js";

/** What a person may say about a run. Everything but `data` has an automatic value. */
export interface PretrainOptions extends ReadingOptions {
  /** A folder of pictures, an IDX file, or the name of a data package such as `mnist`. */
  readonly data: string;
  /** Run folder; by default a new one under `runs/`. */
  readonly out?: string;
  readonly method?: Method;
  readonly encoder?: Encoder;
  /** Augmentations by name with their options; by default a recipe for the kind of picture. */
  readonly augment?: AugmentationRecipe;
  /**
   * Where the other view of a positive pair comes from: the sample itself ("augmentation", the default), another sample
   * of its class ("class", which reads labels), one near it in the same folder ("time"), or the sample of the same name
   * in a second source ("paired"). Odd views of every group are then drawn from that partner.
   */
  readonly positives?: "augmentation" | "class" | "time" | "paired";
  /** The second source, such as a folder with the same file names; implies `positives: "paired"`. */
  readonly pair?: string;
  /** How many places away a partner by time may be. Default 1. */
  readonly timeWindow?: number;
  readonly optimizer?: string;
  readonly optimizerOptions?: Readonly<Record<string, unknown>>;
  readonly learningRate?: number;
  readonly weightDecay?: number;
  readonly schedule?: "cosine" | "step" | "constant";
  readonly warmupEpochs?: number;
  /** Largest global norm of the gradient. */
  readonly gradientClip?: number;
  /** Samples that are in memory at a time. */
  readonly batchSize?: number;
  /**
   * Batches whose gradients are added up to one step, which is then that of a batch as many times as large; steps, epochs
   * and schedules count such steps, and the method's learning rate follows the larger batch. Only where the samples of a
   * batch have nothing to do with each other: with methods that compare none, on encoders without batch normalisation.
   * Default 1.
   */
  readonly accumulate?: number;
  readonly epochs?: number;
  /** Steps instead of epochs. */
  readonly steps?: number;
  readonly seed?: number;
  readonly threads?: number;
  /** Samples kept out of training for the online kNN, the same ones for every seed; 0 turns it off. */
  readonly holdout?: number;
  /** Run folder or checkpoint whose weights the encoder starts from. */
  readonly from?: string;
  /** Steps between checkpoints; by default one an epoch and one a minute. */
  readonly checkpointEvery?: number;
  /** Steps between monitor readings. */
  readonly monitorEvery?: number;
  readonly cacheFolder?: string;
  /** Ends the run after the current step, with a checkpoint. */
  readonly signal?: AbortSignal;
  readonly onDecode?: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * What may be changed when a run goes on: nothing that would change its bits, but for `steps`, which lengthens it: from the
 * next step on its schedules are those of a run of so many steps. `data`, `pair` and `labels` say where they
 * are now, if they have moved; that they are still the same is checked. A method or encoder that is not among unlabel's
 * own has to be given again, as it was.
 */
export type ResumeOptions = Pick<
  PretrainOptions,
  "checkpointEvery" | "monitorEvery" | "cacheFolder" | "signal" | "onDecode" | "pair" | "labels" | "steps"
> &
  Partial<Pick<PretrainOptions, "data">> &
  OwnParts & { readonly resume: string };
