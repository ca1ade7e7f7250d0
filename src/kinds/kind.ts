import type * as z from "zod";
import type { AugmentationRecipe } from "../augment/index.js";
import type { DataSource, DecodeCost, Source } from "../data/index.js";
import type { Encoder, InputFacts, Reads } from "../encoders/index.js";
import type { Method, ViewGroup } from "../methods/index.js";
import type { Features } from "../metrics/index.js";
import type { Key } from "../random/index.js";
import type { Picture } from "../report/index.js";
import type { Tensor } from "../tensor/index.js";
import type { anyOptions } from "./any-options.js";

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

/** What a person may have said of some options. */
export type Said<Options extends z.ZodRawShape> = {
  readonly [Name in keyof Options]?: z.input<Options[Name]> | undefined;
};

/** What a person asked for. */
export type Asked<Options extends z.ZodRawShape> = Said<Options> &
  Said<typeof anyOptions> &
  Pick<OpenSamples, "cacheFolder" | "onDecodeCost" | "onProgress" | "signal"> & {
    readonly data: string;
    readonly augment?: AugmentationRecipe | undefined;
  };

/** What is left to a run to settle of its data: how they are divided. */
export interface Division {
  readonly holdout: number;
  readonly most: number | null;
}

/** Plain features of samples. */
export interface Baseline<Own extends DataSource> {
  /** As reports call it. */
  readonly name: string;
  /** What features are made by, such as counts of the samples that labels may be known of; the labels are not read. */
  prepare(train: Own): Promise<(source: Own) => Promise<Features>>;
}

/** A sample as a person sees it. */
export type Shown = { readonly picture: Picture } | { readonly line: string };

/** Samples that were opened for a new run. */
export interface SettledSamples<Data, Own extends DataSource> {
  readonly source: Own;
  /** How views are drawn where a person said nothing. */
  readonly augment: AugmentationRecipe;
  /** Opens a second source, read as the first one is. */
  openPair(path: string): Promise<Own>;
  /** What the run keeps of them, with what is measured of them. @param source the samples, with their partners if they have any */
  keep(source: Own, division: Division): Promise<Data>;
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
  Name extends string = string,
> {
  readonly name: Name;
  /** What its samples are called, in messages. */
  readonly called: { readonly one: string; readonly many: string };
  /** What a person may say about how they are read. */
  readonly options: Options;
  /** What a run keeps of them; `kind` is the name. */
  readonly config: Config;
  /** What encoders see them as. */
  readonly reads: Reads;
  /** How encoders see them, in a few words: sizes, with their units. */
  described(data: Data): string;
  /** What of that decides results, by name: what samples are compared on. */
  seen(data: Data): Readonly<Record<string, unknown>>;
  /** What encoders and methods are told of them. */
  facts(data: Data): InputFacts;
  /**
   * Shape of one as encoders see it: parameters that go with it are made for this one, whatever parts a method shows first.
   * Null where none goes with it.
   */
  shape(data: Data): readonly number[] | null;
  /** What learns from them where a person said nothing. */
  readonly usual: { encoder(): Encoder; method(): Method };
  /** What such samples may be in, for messages. */
  readonly expected: string;
  /** Whether what is at a path looks like samples of this kind; kinds are asked in the order of their list. */
  recognises(path: string): Promise<boolean>;
  /** Opens samples for a new run, and settles how they are read. */
  settle(
    asked: Asked<Options> & {
      /** What another run keeps of its data, whose encoder this one starts from: what that learned to read is read alike. */
      readonly like?: Data | undefined;
    },
    method: Method,
  ): Promise<SettledSamples<Data, Own>>;
  /** What a person should know before a run learns from such samples, a sentence each. */
  warnings(source: Own): Promise<readonly string[]>;
  /** Why embeddings of such samples collapse, in a sentence, where no method is to blame; else null. */
  blame(source: Own): Promise<string | null>;
  /** Features that nothing was learned for: what an encoder has to beat. */
  readonly baseline: Baseline<Own>;
  /** @throws ConfigError for samples that a method cannot learn from, whatever its settings */
  refuse(method: Method, training: Own): Promise<void>;
  /**
   * What a run keeps, but for what a person says of other data than its own.
   * @throws ConfigError for what has to be as the run's own data have it
   */
  withSaid(data: Data, said: Said<Options>): Data;
  /**
   * One sample from outside the data, as a source of one: what a person names, such as a file.
   * @returns null where that names none
   */
  readOne(source: Own, data: Data, name: string): Promise<Own | null>;
  /** Samples as a person sees them. */
  show(source: Own, indices: ArrayLike<number>): Promise<readonly Shown[]>;
  /** Opens samples the way a configuration says. */
  open(data: Data, options: OpenSamples): Promise<Own>;
  /** Traces samples as they are, as encoders see them. */
  input(data: Data, batchSize: number): Tensor;
  /** What such a program is fed of them. */
  feeds(arrays: Arrays): Feeds;
  views(config: ViewConfig<Data>, groups: readonly ViewGroup[]): Views<Own, Seen>;
}
