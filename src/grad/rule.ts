import type { Node, OperatorName, Value } from "../graph/index.js";
import type { Tensor } from "../tensor/index.js";

/**
 * A vector-Jacobian product: from a node and the gradients of its outputs (undefined where none arrives) to the
 * gradients of its inputs. Written with tensors, so a gradient can be differentiated again.
 */
export type GradientRule<Name extends OperatorName> = (
  node: Node<Name>,
  gradients: readonly (Tensor | undefined)[],
) => readonly (Tensor | undefined)[];

/** The common case: one output, whose gradient is there. */
export function rule<Name extends OperatorName>(
  body: (
    g: Tensor,
    inputs: readonly [Tensor, Tensor, Tensor],
    node: Node<Name>,
  ) => readonly (Tensor | undefined)[],
): GradientRule<Name> {
  return (node, [g]) => (g === undefined ? [] : body(g, node.inputs as readonly [Value, Value, Value], node));
}

/** Operators through which no gradient flows: integers, comparisons, leaves, steps. */
export const none: GradientRule<OperatorName> = () => [];

/** A rule whose operator is known at run time only. */
export type AnyRule = (
  node: Node,
  gradients: readonly (Tensor | undefined)[],
) => readonly (Tensor | undefined)[];

/** A table of rules to look up by the operator of a node, which is what makes the types agree. */
export function ruleTable<Table extends object>(rules: Table): Readonly<Record<string, AnyRule>> {
  return rules as unknown as Readonly<Record<string, AnyRule>>;
}
