import type { EncodeOptions, Encoding, FactsOf, PictureFacts, Reads } from "../encoders/index.js";
import type { Scope } from "../nn/index.js";
import type { Tensor } from "../tensor/index.js";

/** One set of views that a method asks for; the modality's augmentation recipe draws them. */
export interface ViewGroup {
  readonly count: number;
  /** Side relative to the full view, such as 0.5 for small crops. */
  readonly scale?: number;
  /** The method's option that counts these views, where 0 leaves them out; for messages. */
  readonly countedBy?: string;
  /** Strength of augmentation: "full" (default), "weak" (its geometry only) or "none" (the sample itself). */
  readonly strength?: "full" | "weak" | "none";
  /** Bounds of the share of the picture that a crop shows, instead of the recipe's: multi-crop's large and small. */
  readonly area?: readonly [least: number, most: number];
}

/** The encoder and the method's own parameters, as student or as teacher. */
export interface Branch {
  /** The method's own scope: projectors, predictors, queues. */
  readonly scope: Scope;
  /** Runs the encoder; returns embeddings `[N, D]`. */
  encode(x: Tensor): Tensor;
  /** Runs the encoder; returns all it offers. */
  encodeAll(x: Tensor, options?: EncodeOptions): Encoding;
}

/** A model: student and teacher. */
export interface ModelContext extends Branch {
  /** The same code on averaged weights. */
  readonly teacher: Branch;
}

/** A branch of a model of pictures. */
export interface PictureBranch extends Branch {
  /**
   * Runs the decoder that mirrors the encoder on codes `[N, L]`: full pictures, whose numbers are unbounded. Only what
   * `encode` gave, as it is, may be decoded by weights that are the encoder's too (see `DecoderScopes`).
   * @param group the parameter group that it is trained in
   */
  decode(code: Tensor, group?: string): Tensor;
}

/** A model of pictures, and the scale of these. */
export interface PictureModel extends PictureBranch, PictureFacts {
  readonly teacher: PictureBranch;
}

/** What a method is handed that reads one thing alone, or (undefined) whatever the data are. */
export type ModelOf<R extends Reads | undefined> = R extends "pictures"
  ? PictureModel
  : R extends Reads
    ? ModelContext & FactsOf[R]
    : ModelContext;

/** The batch of a step. */
export interface StepBatch {
  /** The views asked for, group after group, a tensor each: pictures `[N, C, H, W]`, standardised, or tokens `[N, T]`. */
  readonly views: readonly Tensor[];
  /** int32 `[N]`, only for methods that declare `labels`. */
  readonly labels?: Tensor;
  readonly classes?: number;
  /**
   * int32 `[N]`, the class of each sample, only where positives are by class and the method `pushesApart`: samples of one
   * class are no negatives of each other. Where the batch has no other class nothing is pushed.
   */
  readonly classOf?: Tensor;
  /** int32 `[N]`, which samples these are of the run's `samples`; only for methods that are `indexed`. */
  readonly index?: Tensor;
  readonly samples: number;
  /** Fraction of training done, a scalar in 0..1. */
  readonly progress: Tensor;
}

/** A step on samples of any kind. */
export interface StepContext extends ModelContext, StepBatch {}

/** A step on pictures. */
export interface PictureStep extends PictureModel, StepBatch {}

export interface StepResult {
  /** What to minimise: one scalar, or one a parameter group. */
  readonly loss: Tensor | Readonly<Record<string, Tensor>>;
  /** Embeddings of all views, `[V N, D]`, for the monitors. */
  readonly embedding: Tensor;
  /** Embeddings of positive pairs, row by row, for alignment and uniformity. */
  readonly pairs?: readonly [Tensor, Tensor];
  readonly metrics?: Readonly<Record<string, Tensor>>;
  /**
   * For losses that tell a positive from negatives: that InfoNCE, a scalar in nats, and the number of candidates, the
   * positive among them (`[N]` where anchors have unequally many). Of it the trainer makes a metric, the lower bound of
   * the mutual information between what is compared (`mutualInformationBound`).
   */
  readonly infoNce?: { readonly loss: Tensor; readonly candidates: number | Tensor };
}

/** Pictures to draw anew: `[N, C, H, W]`, standardised. */
export interface PictureContext extends PictureModel {
  readonly x: Tensor;
}

/** What a method makes of pictures. */
export interface Reconstruction {
  /** Pictures `[N, C or 1, h, w]` in 0..1 by their captions, in the order to show them beside the original. */
  readonly panels: Readonly<Record<string, Tensor>>;
  /** How badly each picture was made, `[N]`: an energy, and an anomaly score. */
  readonly error?: Tensor;
}

/** Samples to be judged, as encoders read them. */
export interface SeenSamples {
  readonly x: Tensor;
}

/** How little samples were expected: their mean is Σ total / Σ count, a sample's own total / count. */
export interface Surprise {
  /** What each costs, `[N]`: of texts, nats of the tokens that were predicted. */
  readonly total: Tensor;
  /** Of how many parts, `[N]`: of texts, tokens; 0 where there was none. */
  readonly count: Tensor;
}

/** Two samples a row, for an energy. */
export interface SamplePair {
  /** As encoders read them: is row i of x compatible with row i of y? */
  readonly x: Tensor;
  readonly y: Tensor;
}

/** Pairs of samples of any kind. */
export interface EnergyContext extends ModelContext, SamplePair {}

/** Pairs of pictures. */
export interface PicturePairs extends PictureModel, SamplePair {}
