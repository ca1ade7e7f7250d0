import type * as z from "zod";
import type { EncodeOptions, Encoding } from "../encoders/index.js";
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
  /** Teacher momentum from start to end over training, on a cosine; needed by methods with a teacher. */
  readonly teacherMomentum?: (options: z.output<Schema>) => readonly [start: number, end: number];
  readonly recipe: Recipe;
  /** The head that probes compare with the encoder's own output. */
  readonly project?: (scope: Scope, embedding: Tensor, options: z.output<Schema>) => Tensor;
  step(context: StepContext, options: z.output<Schema>): StepResult;
}

/** A method with its options settled. */
export interface Method {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly views: readonly ViewGroup[];
  readonly labels: boolean;
  readonly teacherMomentum: readonly [number, number] | undefined;
  readonly recipe: Recipe;
  readonly project: ((scope: Scope, embedding: Tensor) => Tensor) | undefined;
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
    const { name, views, labels = false, teacherMomentum, recipe, project, step } = definition;
    return {
      name,
      options: settled as Readonly<Record<string, unknown>>,
      views: typeof views === "function" ? views(settled) : views,
      labels,
      teacherMomentum: teacherMomentum?.(settled),
      recipe,
      project: project === undefined ? undefined : (scope, embedding) => project(scope, embedding, settled),
      step: (context) => step(context, settled),
    };
  };
  return Object.assign(factory, { definition });
}
