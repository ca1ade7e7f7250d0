import type * as z from "zod";
import type { Encoder, Reads } from "../encoders/index.js";
import type { Scope } from "../nn/index.js";
import type { Tensor } from "../tensor/index.js";
import { type BatchStatistics, type EachView, eachView } from "./batch-statistics.js";
import type { Coupling } from "./coupling.js";
import { type GeneratorDefinition, type PictureGenerator, settleGenerator } from "./generator.js";
import type { Phase } from "./phase.js";
import { type GroupRecipe, type Recipe, usualRecipe } from "./recipe.js";
import type {
  EnergyContext,
  ModelContext,
  ModelOf,
  PictureContext,
  Reconstruction,
  SamplePair,
  SeenSamples,
  StepBatch,
  StepContext,
  StepResult,
  Surprise,
  ViewGroup,
} from "./step.js";
import {
  settlePrediction,
  type TokenPrediction,
  type TokenPredictionDefinition,
} from "./token-prediction.js";

export type Family =
  | "contrastive"
  | "self-distillation"
  | "clustering"
  | "information"
  | "generative"
  | "masked"
  | "pretext"
  | "adversarial"
  | "supervised";

/**
 * What a method learns from, by the three ways of Liu et al., 2021 (https://arxiv.org/abs/2006.08218): a code of which the input
 * is made again (generative); codes that are compared with each other, or told apart (contrastive, with or without
 * negatives, and pretext tasks that put parts in relation); or samples that are made and held against real ones
 * (generative-contrastive: the adversarial methods).
 */
export type Taxonomy = "generative" | "contrastive" | "generative-contrastive";

/**
 * @typeParam Schema its options
 * @typeParam R what it reads; a method of any kind sees views as tensors that encoders read, and nothing else of them
 */
export interface MethodDefinition<Schema extends z.ZodObject, R extends Reads | undefined = undefined> {
  readonly name: string;
  readonly title: string;
  readonly paper: string;
  readonly family: Family;
  /** Null for a method that is not self-supervised. */
  readonly taxonomy: Taxonomy | null | ((options: z.output<Schema>) => Taxonomy | null);
  /** Where the step mixes the samples of a batch; `[]`: nowhere. A method that does not say is taken to. */
  readonly couples?: readonly Coupling[] | ((options: z.output<Schema>) => readonly Coupling[]);
  readonly options: Schema;
  /** What samples must be read as; any where not said. */
  readonly reads?: R;
  readonly views: readonly ViewGroup[] | ((options: z.output<Schema>) => readonly ViewGroup[]);
  /** Over what batch normalisation takes its statistics, as in the authors' code. Default: joint. */
  readonly batchStatistics?: BatchStatistics;
  /** Whether pretraining reads labels. */
  readonly labels?: boolean;
  /**
   * Whether the loss pushes samples of a batch, or of a memory, apart. Where positives are by class the step is then told
   * `classOf` them, and pushes apart no two of a class.
   */
  readonly pushesApart?: boolean;
  /** Whether a step reads which samples it has: memories with a row a sample. */
  readonly indexed?: boolean | ((options: z.output<Schema>) => boolean);
  /** Samples that it trains on at most, spread over the data; all where not said. */
  readonly mostSamples?: (options: z.output<Schema>) => number | undefined;
  /** Whether the encoder must give patch tokens. */
  readonly tokens?: boolean;
  /** Channels that the pictures must have. */
  readonly channels?: (options: z.output<Schema>) => number | undefined;
  /** One sentence for pictures that have fewer channels: what to do instead. */
  readonly withoutChannels?: string;
  /** Makes the run's encoder of the one that was asked for, such as two towers side by side. */
  readonly encoder?: (encoder: Encoder, options: z.output<Schema>) => Encoder;
  /** Teacher momentum from start to end over training, on a cosine; needed by methods with a teacher. */
  readonly teacherMomentum?: (options: z.output<Schema>) => readonly [start: number, end: number];
  /** Whose weights the paper evaluates, where that is not the student. */
  readonly evaluated?: "teacher";
  /** What differs from the usual recipe. */
  readonly recipe?: Partial<Recipe> | ((options: z.output<Schema>) => Partial<Recipe>);
  /** Groups of parameters that are trained otherwise than the rest; `scope.inGroup` makes them. */
  readonly groups?: Readonly<Record<string, GroupRecipe>>;
  /** The head that probes compare with the encoder's own output. */
  readonly project?: (scope: Scope, embedding: Tensor, options: z.output<Schema>) => Tensor;
  readonly phase?: (options: z.output<Schema>) => Phase;
  /** F(x, y), `[N]`: low where x and y are compatible (two views of one thing), high where not. */
  readonly energy?: (context: ModelOf<R> & SamplePair, options: z.output<Schema>) => Tensor;
  /** How little it expected each sample x: an error of what it makes, the loss on samples held out, an anomaly score. */
  readonly surprise?: (context: ModelOf<R> & SeenSamples, options: z.output<Schema>) => Surprise;
  /** Of methods of texts: what says which token stands somewhere. */
  readonly predicts?: TokenPredictionDefinition<z.output<Schema>>;
  /** Draws pictures anew: what the model sees of them, and what it makes of that. */
  readonly reconstruct?: (context: PictureContext, options: z.output<Schema>) => Reconstruction;
  /** Whether that lays colours on pictures, and its panel `GREY_PANEL` shows them as the encoder sees them. */
  readonly colours?: boolean;
  readonly generator?: GeneratorDefinition<z.output<Schema>>;
  /** One sentence for the moment of collapse: what keeps this method from it, so what to look at. */
  readonly heldUpBy?: string | ((options: z.output<Schema>) => string);
  step(
    context: ModelOf<R> & StepBatch & { readonly eachView: EachView },
    options: z.output<Schema>,
  ): StepResult;
}

/** A method with its options settled. */
export interface Method {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly taxonomy: Taxonomy | null;
  readonly reads: Reads | undefined;
  readonly views: readonly ViewGroup[];
  readonly batchStatistics: BatchStatistics;
  /** Where the step mixes the samples of a batch; undefined where the method does not say. */
  readonly couples: readonly Coupling[] | undefined;
  readonly labels: boolean;
  readonly pushesApart: boolean;
  readonly indexed: boolean;
  readonly mostSamples: number | undefined;
  readonly tokens: boolean;
  readonly channels: number | undefined;
  readonly withoutChannels?: string | undefined;
  readonly teacherMomentum: readonly [number, number] | undefined;
  /** Whose weights stand for a trained run: they are probed, embedded and exported. */
  readonly evaluated: "student" | "teacher";
  readonly recipe: Recipe;
  readonly groups: Readonly<Record<string, GroupRecipe>>;
  readonly phase: Phase | undefined;
  readonly heldUpBy: string | undefined;
  readonly project: ((scope: Scope, embedding: Tensor) => Tensor) | undefined;
  readonly energy: ((context: EnergyContext) => Tensor) | undefined;
  readonly surprise: ((context: ModelContext & SeenSamples) => Surprise) | undefined;
  readonly predicts: TokenPrediction | undefined;
  readonly reconstruct: ((context: PictureContext) => Reconstruction) | undefined;
  readonly colours: boolean;
  readonly generator: PictureGenerator | undefined;
  encoder(encoder: Encoder): Encoder;
  step(context: StepContext): StepResult;
}

export interface MethodFactory<Schema extends z.ZodObject = z.ZodObject> {
  (options?: z.input<Schema>): Method;
  readonly definition: MethodDefinition<Schema>;
}

/** Declares a method. Its options schema is the type, the defaults, the flags and the documentation at once. */
export function defineMethod<Schema extends z.ZodObject, const R extends Reads | undefined = undefined>(
  definition: MethodDefinition<Schema, R>,
): MethodFactory<Schema> {
  const factory = (options?: z.input<Schema>): Method => {
    const settled = definition.options.parse(options ?? {}) as z.output<Schema>;
    // A run only joins a method with data that are read as it says (`encoderOf`), and then these facts are there.
    const facts = <Context extends ModelContext>(context: Context) => context as Context & ModelOf<R>;
    const {
      name,
      taxonomy,
      views,
      couples,
      batchStatistics = "joint",
      indexed = false,
      recipe,
      project,
      energy,
      surprise,
      predicts,
      reconstruct,
      generator,
      heldUpBy,
    } = definition;
    return {
      name,
      options: settled as Readonly<Record<string, unknown>>,
      taxonomy: typeof taxonomy === "function" ? taxonomy(settled) : taxonomy,
      reads: definition.reads,
      views: typeof views === "function" ? views(settled) : views,
      batchStatistics,
      couples: typeof couples === "function" ? couples(settled) : couples,
      labels: definition.labels ?? false,
      pushesApart: definition.pushesApart ?? false,
      indexed: typeof indexed === "function" ? indexed(settled) : indexed,
      mostSamples: definition.mostSamples?.(settled),
      tokens: definition.tokens ?? false,
      channels: definition.channels?.(settled),
      withoutChannels: definition.withoutChannels,
      teacherMomentum: definition.teacherMomentum?.(settled),
      evaluated: definition.evaluated ?? "student",
      recipe: { ...usualRecipe, ...(typeof recipe === "function" ? recipe(settled) : recipe) },
      groups: definition.groups ?? {},
      phase: definition.phase?.(settled),
      heldUpBy: typeof heldUpBy === "function" ? heldUpBy(settled) : heldUpBy,
      project: project === undefined ? undefined : (scope, embedding) => project(scope, embedding, settled),
      energy: energy === undefined ? undefined : (context) => energy(facts(context), settled),
      surprise: surprise === undefined ? undefined : (context) => surprise(facts(context), settled),
      predicts: predicts === undefined ? undefined : settlePrediction(predicts, settled),
      reconstruct: reconstruct === undefined ? undefined : (context) => reconstruct(context, settled),
      colours: definition.colours ?? false,
      generator: generator === undefined ? undefined : settleGenerator(generator, settled),
      encoder: (encoder) => definition.encoder?.(encoder, settled) ?? encoder,
      step: (context) => definition.step({ ...facts(context), eachView: eachView(batchStatistics) }, settled),
    };
  };
  return Object.assign(factory, { definition: definition as unknown as MethodDefinition<Schema> });
}
