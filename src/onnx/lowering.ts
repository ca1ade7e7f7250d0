import type { Node, OperatorName } from "../graph/index.js";
import type { ModelBuilder } from "./model-builder.js";

/** Channels that the runtime's blocked convolutions take at once on this machine; 0 for none. */
export type Block = 0 | 8 | 16;

/** What a lowering may use. */
export interface Lowering {
  readonly model: ModelBuilder;
  /** Operators of ONNX Runtime outside the standard; off for models that leave the house. */
  readonly contrib: boolean;
  /** Channels in a block of the runtime's internal convolutions; 0 where there are none. */
  readonly block: Block;
}

/** Emits the ONNX nodes of one operator; returns the names of its outputs. */
export type LoweringRule<Name extends OperatorName> = (
  lowering: Lowering,
  inputs: readonly [string, string, string],
  node: Node<Name>,
) => string | readonly string[];

export const MICROSOFT = "com.microsoft";
