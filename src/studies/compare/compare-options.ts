import { type ReadingOptions, readingOf } from "../../kinds/index.js";
import type { Method } from "../../methods/index.js";
import type { PretrainOptions } from "../../settle/index.js";

/** What of a run is the same for every method: what samples are, how views are made, where it runs. */
const shared = [
  "data",
  "encoder",
  "augment",
  "batchSize",
  "threads",
  "cacheFolder",
  "signal",
  "onDecode",
] as const;

type SharedOptions = ReadingOptions & Pick<PretrainOptions, (typeof shared)[number]>;

/** Those of some options that every run of a comparison has; what was not said is left out. */
export function sharedOptions(options: SharedOptions): SharedOptions {
  const said = shared.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]));
  return { ...readingOf(options), ...Object.fromEntries(said), data: options.data };
}

/** What a person may say about a comparison. Data need labels: they judge, and are not trained on. */
export interface CompareOptions extends SharedOptions {
  /** Folder of the comparison; one that was begun with the same settings goes on. */
  readonly out: string;
  /** Methods to compare, each with its own recipe. */
  readonly methods?: readonly Method[];
  /** Also every method of the joint-embedding families that the encoder and the data can carry; so by default. */
  readonly all?: boolean;
  /** Compares one method with each augmentation of the recipe left out. */
  readonly leaveOutAugmentations?: boolean;
  /** Equal time (`90s`, `5m`) or equal views (`3epochs`: as many pixels as SimCLR sees in 3 passes). Default 90s. */
  readonly budget?: string;
  /** Told plain facts about the data, a sentence each. */
  readonly onNote?: (sentence: string) => void;
  /** Runs of each method, seeds from 0. Default 3. */
  readonly seeds?: number;
  /** Untrained encoders. Default: as many as `seeds`. */
  readonly baselineSeeds?: number;
  /** Test samples; by default the data's test split, without one a fifth that no run trains on. */
  readonly test?: string;
  readonly testLabels?: string;
  /**
   * Cross-validates kNN and probes so many times within the test samples, instead of giving them the labels of training
   * samples: each sample is asked once, with the labels of all other parts. For few test samples, or other ones than
   * those that training sees.
   */
  readonly folds?: number;
  /** Labelled samples that kNN and probes see at most, evenly spread. Default 10,000. */
  readonly trainLimit?: number;
  /** Test samples at most, evenly spread. Default 5,000. */
  readonly testLimit?: number;
  /** Labels of each class in the column of few labels. Default 10. */
  readonly fewLabels?: number;
  /** Also fine-tunes every encoder on the few labels, beside training from scratch on them. Default false. */
  readonly fineTune?: boolean;
  /** Names of rows whose results are forgotten first, as when a method has changed. */
  readonly again?: readonly string[];
  /** Keeps the checkpoints of finished runs. */
  readonly keepRuns?: boolean;
}
