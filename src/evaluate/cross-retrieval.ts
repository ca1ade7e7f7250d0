import type { RankScores } from "../metrics/index.js";
import type { ChosenWeights, OwnParts } from "../setup/index.js";

/** What to retrieve with, from where, among what. */
export interface RetrieveOptions extends OwnParts, ChosenWeights {
  /** Run folder, or one checkpoint inside it. */
  readonly run: string;
  /** One source, and the other one, with the same file names. */
  readonly data: string;
  readonly among: string;
  /** Asks only for samples of which training saw neither picture. */
  readonly heldOut?: boolean | undefined;
  /** Part of data that comes in parts. */
  readonly split?: "train" | "test" | "all" | undefined;
  /** A layer instead of the embedding and, where there is one, the projection. */
  readonly layer?: string | undefined;
  readonly cacheFolder?: string | undefined;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Told plain facts about the data, a sentence each. */
  readonly onNote?: ((sentence: string) => void) | undefined;
  readonly onWarning?: (message: string) => void;
}

/** How often one source's sample is found among all of the other source. */
export interface RetrievalRow extends RankScores {
  readonly arm: "trained" | "untrained" | "plain";
  readonly layer: string;
  readonly queriesFrom: string;
  readonly among: string;
  /** Samples that are ranked for each query. */
  readonly candidates: number;
}

export interface CrossRetrieval {
  readonly run: string;
  readonly method: string;
  readonly step: number;
  readonly queries: number;
  readonly heldOut: boolean;
  /** Queries of which training saw a picture; null where that is not known. */
  readonly seen: number | null;
  readonly rows: readonly RetrievalRow[];
}
