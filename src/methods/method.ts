import type * as z from "zod";
import type { EncodeOptions, Encoder, Encoding } from "../encoders/index.js";
import type { Scope } from "../nn/index.js";
import type { Tensor } from "../tensor/index.js";

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

/** One set of views that a method asks for; the modality's augmentation recipe draws them. */
export interface ViewGroup {
  readonly count: number;
  /** Side relative to the full view, such as 0.5 for small crops. */
  readonly scale?: number;
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

export interface StepContext extends Branch {
  /** The views asked for, group after group, each `[N, C, H, W]`, standardised. */
  readonly views: readonly Tensor[];
  /** int32 `[N]`, only for methods that declare `labels`. */
  readonly labels?: Tensor;
  readonly classes?: number;
  /** int32 `[N]`, which samples these are of the run's `samples`; only for methods that are `indexed`. */
  readonly index?: Tensor;
  readonly samples: number;
  /** The same code on averaged weights. */
  readonly teacher: Branch;
  /** Fraction of training done, a scalar in 0..1. */
  readonly progress: Tensor;
}

export interface StepResult {
  /** What to minimise: one scalar, or one a parameter group. */
  readonly loss: Tensor | Readonly<Record<string, Tensor>>;
  /** Embeddings of all views, `[V N, D]`, for the monitors. */
  readonly embedding: Tensor;
  /** Embeddings of positive pairs, row by row, for alignment and uniformity. */
  readonly pairs?: readonly [Tensor, Tensor];
  readonly metrics?: Readonly<Record<string, Tensor>>;
}

/** Two pictures a row, for an energy. */
export interface EnergyContext extends Branch {
  readonly teacher: Branch;
  /** `[N, C, H, W]` each, standardised: is row i of x compatible with row i of y? */
  readonly x: Tensor;
  readonly y: Tensor;
}

/** Values of a state on the host. */
export type StateArray = Float32Array | Int32Array;

/** Work on the host now and then, such as clustering; what it returns replaces state. */
export interface Phase {
  /** Passes over the data from one to the next (0.25: four in a pass). The first comes before the first step. */
  readonly everyEpochs: number;
  /** @returns next values of the method's own state, by their names below its scope */
  run(context: PhaseContext): Promise<ReadonlyMap<string, StateArray>>;
}

export interface PhaseContext {
  readonly seed: number;
  /** Steps that are done. */
  readonly step: number;
  /** The method's own state by its name below its scope. */
  state(name: string): Promise<StateArray>;
  /** The projection (the embedding, for methods without `project`) of every training sample as it is, `[S, D]`. */
  embed(): Promise<{ readonly vectors: Float32Array; readonly dimensions: number }>;
}

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

export interface MethodDefinition<Schema extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly paper: string;
  readonly family: Family;
  readonly options: Schema;
  readonly views: readonly ViewGroup[] | ((options: z.output<Schema>) => readonly ViewGroup[]);
  /** Whether pretraining reads labels. */
  readonly labels?: boolean;
  /** Whether a step reads which samples it has: memories with a row a sample. */
  readonly indexed?: boolean;
  /** Whether the encoder must give patch tokens. */
  readonly tokens?: boolean;
  /** Channels that the pictures must have. */
  readonly channels?: (options: z.output<Schema>) => number | undefined;
  /** Makes the run's encoder of the one that was asked for, such as two towers side by side. */
  readonly encoder?: (encoder: Encoder, options: z.output<Schema>) => Encoder;
  /** Teacher momentum from start to end over training, on a cosine; needed by methods with a teacher. */
  readonly teacherMomentum?: (options: z.output<Schema>) => readonly [start: number, end: number];
  readonly recipe: Recipe;
  /** The head that probes compare with the encoder's own output. */
  readonly project?: (scope: Scope, embedding: Tensor, options: z.output<Schema>) => Tensor;
  readonly phase?: (options: z.output<Schema>) => Phase;
  /** F(x, y), `[N]`: low where x and y are compatible (two views of one thing), high where not. */
  readonly energy?: (context: EnergyContext, options: z.output<Schema>) => Tensor;
  /** One sentence for the moment of collapse: what keeps this method from it, so what to look at. */
  readonly heldUpBy?: string | ((options: z.output<Schema>) => string);
  step(context: StepContext, options: z.output<Schema>): StepResult;
}

/** A method with its options settled. */
export interface Method {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly views: readonly ViewGroup[];
  readonly labels: boolean;
  readonly indexed: boolean;
  readonly tokens: boolean;
  readonly channels: number | undefined;
  readonly teacherMomentum: readonly [number, number] | undefined;
  readonly recipe: Recipe;
  readonly phase: Phase | undefined;
  readonly heldUpBy: string | undefined;
  readonly project: ((scope: Scope, embedding: Tensor) => Tensor) | undefined;
  readonly energy: ((context: EnergyContext) => Tensor) | undefined;
  encoder(encoder: Encoder): Encoder;
  step(context: StepContext): StepResult;
}

export interface MethodFactory<Schema extends z.ZodObject = z.ZodObject> {
  (options?: z.input<Schema>): Method;
  readonly definition: MethodDefinition<Schema>;
}

/** Declares a method. Its options schema is the type, the defaults, the flags and the documentation at once. */
export function defineMethod<Schema extends z.ZodObject>(
  definition: MethodDefinition<Schema>,
): MethodFactory<Schema> {
  const factory = (options?: z.input<Schema>): Method => {
    const settled = definition.options.parse(options ?? {}) as z.output<Schema>;
    const { name, views, recipe, project, energy, heldUpBy } = definition;
    return {
      name,
      options: settled as Readonly<Record<string, unknown>>,
      views: typeof views === "function" ? views(settled) : views,
      labels: definition.labels ?? false,
      indexed: definition.indexed ?? false,
      tokens: definition.tokens ?? false,
      channels: definition.channels?.(settled),
      teacherMomentum: definition.teacherMomentum?.(settled),
      recipe,
      phase: definition.phase?.(settled),
      heldUpBy: typeof heldUpBy === "function" ? heldUpBy(settled) : heldUpBy,
      project: project === undefined ? undefined : (scope, embedding) => project(scope, embedding, settled),
      energy: energy === undefined ? undefined : (context) => energy(context, settled),
      encoder: (encoder) => definition.encoder?.(encoder, settled) ?? encoder,
      step: (context) => definition.step(context, settled),
    };
  };
  return Object.assign(factory, { definition });
}
