import * as z from "zod";
import { recipeSchema } from "../augment/index.js";
import { option, readingOptions } from "../kinds/index.js";

const above0 = () => z.number().positive();
const from1 = () => z.int().min(1);
const text = () => z.string().min(1);

/**
 * Everything a person may settle about a run. This schema is the source: flags, `UNLABEL_*` variables, the types
 * of `defineConfig` and the texts of `--help` come from it. What is left out has an automatic value.
 * `method`, `encoder` and `optimizer` are names here; their own options stand below them (`method.temperature`).
 */
export const runOptions = z
  .strictObject({
    data: option(text(), "data", "a folder of pictures, an IDX file, or the name of a data package: mnist"),
    out: option(text(), "folder", "run folder (default: a new one under runs/)"),
    method: option(text(), "name", "how to learn: see `unlabel list methods`"),
    encoder: option(text(), "name", "what to train: see `unlabel list encoders`"),
    augment: option(
      recipeSchema,
      "json",
      "augmentations by name (default: a recipe for the kind of picture)",
    ),
    positives: option(
      z.enum(["augmentation", "class", "time", "paired"]),
      "kind",
      "where second views come from (default: augmentation, or paired with a second source); by class, no two of a class are pushed apart",
    ),
    pair: option(
      text(),
      "folder",
      "a second source, such as a folder: positives are its samples of the same file name",
    ),
    timeWindow: option(from1(), "n", "how many places away positives by time may be (default: 1)"),
    epochs: option(above0(), "n", "passes over the data (default: the method's)"),
    steps: option(from1(), "n", "steps instead of epochs"),
    batchSize: option(z.int().min(2), "n", "samples of a batch (default: the method's)"),
    accumulate: option(
      from1(),
      "n",
      "batches whose gradients are added up to a step like that of one large batch (default: 1); for methods and encoders that do not mix the samples of a batch, such as mae or supervised with vit",
    ),
    optimizer: option(text(), "name", "see `unlabel list optimizers` (default: the method's)"),
    learningRate: option(above0(), "rate", "peak learning rate (default: the method's, for this batch size)"),
    weightDecay: option(z.number().min(0), "rate", "weight decay, not on biases and norms"),
    schedule: option(z.enum(["cosine", "step", "constant"]), "name", "course of the learning rate"),
    warmupEpochs: option(z.number().min(0), "n", "epochs of linear warm-up"),
    gradientClip: option(above0(), "norm", "largest norm of the gradient (default: none)"),
    seed: option(
      z
        .int()
        .min(0)
        .max(2 ** 32 - 1),
      "n",
      "same seed, same bits on the same machine, device and number of threads (default: 0)",
    ),
    threads: option(
      from1(),
      "n",
      "threads of the engine; another number may give other bits (default: all cores)",
    ),
    ...readingOptions.shape,
    holdout: option(z.int().min(0), "n", "samples kept out of training for the online kNN"),
    from: option(text(), "run", "start from the encoder weights of another run or checkpoint"),
    checkpointEvery: option(from1(), "steps", "steps between checkpoints (default: each epoch and minute)"),
    monitorEvery: option(from1(), "steps", "steps between health readings"),
    cache: option(
      text(),
      "folder",
      "where decoded pictures are kept for the next command, or none (default: ~/.cache/unlabel)",
    ),
  })
  .partial();

export type RunOptions = z.input<typeof runOptions>;
export type RunOption = keyof RunOptions;

/** Names of all options, in the order of the schema. */
export const runOptionNames = Object.keys(runOptions.shape) as readonly RunOption[];

/** Options that are called by name and have options of their own. */
export const partKinds = ["method", "encoder", "optimizer"] as const;
export type PartKind = (typeof partKinds)[number];
