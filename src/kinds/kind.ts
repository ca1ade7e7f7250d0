import type * as z from "zod";
import type { AugmentationRecipe } from "../augment/index.js";
import type { DataSource, DecodeCost, Source } from "../data/index.js";
import type { InputFacts, Reads } from "../encoders/index.js";
import type { ViewGroup } from "../methods/index.js";
import type { Key } from "../random/index.js";
import type { Tensor } from "../tensor/index.js";

/** What a program is fed, by the names of its inputs. */
export type Feeds = Record<string, Uint8Array | Float32Array | Int32Array>;

/** Whose views a program draws: the samples' of a batch, or their partners'. */
export type Side = "samples" | "partners";

export interface OpenSamples {
  readonly cacheFolder?: string | undefined;
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
  /** Told before all is decoded what that takes; of a second source, too. */
  readonly onDecodeCost?: ((cost: DecodeCost) => void) | undefined;
  /** Told plain facts about the data, a sentence each: when they are open, and when their labels are read. */
  readonly onNote?: ((sentence: string) => void) | undefined;
  /** Opens whole samples, too, where the run takes its crops from such: for what draws its views. Default false. */
  readonly crops?: boolean | undefined;
  /** Stops opening. */
  readonly signal?: AbortSignal | undefined;
}

/** How views of samples are drawn, for a run's recipe and the groups of views that are asked for. */
export interface Views<Own extends DataSource = DataSource, Arrays extends object = object> {
  /** Whether they are cut from samples that are opened whole (`crops` of `OpenSamples`). */
  readonly crops: boolean;
  /** The same samples, read as the views need them. */
  source(source: Own): Source<Arrays>;
  /** What a program that draws them is fed of a batch. */
  feeds(arrays: Arrays, side: Side): Feeds;
  /** Traces them, group after group, as encoders see them. */
  draw(batchSize: number, side: Side, key: Key): Tensor[];
}

/** What views depend on in a run's configuration. */
export interface ViewConfig<Data> {
  readonly data: Data;
  readonly augment: AugmentationRecipe;
}

/**
 * A kind of data: the facts about it that shared code asks for, which never asks for its name.
 * @typeParam Data what a run keeps of them
 * @typeParam Own what opening them gives
 * @typeParam Arrays what one read of a sample gives
 * @typeParam Seen what one read for views gives
 */
export interface Kind<
  Data = unknown,
  Own extends DataSource = DataSource,
  Arrays extends object = object,
  Seen extends object = object,
  Options extends z.ZodRawShape = z.ZodRawShape,
  Config extends z.ZodType = z.ZodType<Data>,
> {
  readonly name: string;
  /** What its samples are called, in messages. */
  readonly called: { readonly one: string; readonly many: string };
  /** What a person may say about how they are read. */
  readonly options: Options;
  /** What a run keeps of them; `kind` is the name. */
  readonly config: Config;
  /** What encoders see them as. */
  readonly reads: Reads;
  /** What encoders and methods are told of them. */
  facts(data: Data): InputFacts;
  /**
   * Shape of one as encoders see it: parameters that go with it are made for this one, whatever parts a method shows first.
   * Null where none goes with it.
   */
  shape(data: Data): readonly number[] | null;
  /** Opens samples the way a configuration says. */
  open(data: Data, options: OpenSamples): Promise<Own>;
  /** Traces samples as they are, as encoders see them. */
  input(data: Data, batchSize: number): Tensor;
  /** What such a program is fed of them. */
  feeds(arrays: Arrays): Feeds;
  views(config: ViewConfig<Data>, groups: readonly ViewGroup[]): Views<Own, Seen>;
}
