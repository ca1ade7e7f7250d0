import type * as z from "zod";
import type { Scope, Variable } from "../nn/index.js";
import type { Tensor } from "../tensor/index.js";

/** Numbers of a step that enter the graph as inputs; float32 scalars. */
export interface Hyper {
  readonly learningRate: Tensor;
  /** 1 at the first step. */
  readonly step: Tensor;
  /** Share of the run that is done: 0 at the first step, just short of 1 at the last. */
  readonly progress: Tensor;
}

/** An optimiser with its options settled. */
export interface Optimizer {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  /**
   * The parameter's next value. Moments live in the scope's state and are assigned there.
   * @param scope a place of this parameter's own.
   */
  update(scope: Scope, parameter: Variable, gradient: Tensor, hyper: Hyper): Tensor;
}

export interface OptimizerDefinition<Schema extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly paper?: string;
  readonly options: Schema;
  update(
    scope: Scope,
    parameter: Variable,
    gradient: Tensor,
    hyper: Hyper,
    options: z.output<Schema>,
  ): Tensor;
}

/** A definition that makes optimisers: call it with options to settle. */
export interface OptimizerFactory<Schema extends z.ZodObject = z.ZodObject> {
  (options?: z.input<Schema>): Optimizer;
  readonly definition: OptimizerDefinition<Schema>;
}

/** Declares an optimiser. Wrong options throw a ZodError, which the command line words. */
export function defineOptimizer<Schema extends z.ZodObject>(
  definition: OptimizerDefinition<Schema>,
): OptimizerFactory<Schema> {
  const factory = (options?: z.input<Schema>): Optimizer => {
    const settled = definition.options.parse(options ?? {}) as z.output<Schema>;
    return {
      name: definition.name,
      options: settled as Readonly<Record<string, unknown>>,
      update: (scope, parameter, gradient, hyper) =>
        definition.update(scope, parameter, gradient, hyper, settled),
    };
  };
  return Object.assign(factory, { definition });
}

/**
 * Next values of all parameters, by name, ready to be a program's updates.
 * @param scope where the optimiser's state lives, each parameter's below its own name.
 * @param gradients one for each parameter, in their order.
 */
export function applyUpdates(
  scope: Scope,
  optimizer: Optimizer,
  parameters: readonly Variable[],
  gradients: readonly Tensor[],
  hyper: Hyper,
): Map<string, Tensor> {
  return new Map(
    parameters.map((parameter, i) => {
      const place = scope.child(parameter.name);
      return [
        parameter.name,
        place.run(() => optimizer.update(place, parameter, gradients[i] as Tensor, hyper)),
      ];
    }),
  );
}
