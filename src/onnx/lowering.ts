import type { Node, OperatorName } from "../graph/index.js";
import type { ModelBuilder } from "./model-builder.js";

/** What a lowering may use. */
export interface Lowering {
  readonly model: ModelBuilder;
  /** Operators of ONNX Runtime outside the standard; off for models that leave the house. */
  readonly contrib: boolean;
}

/** Emits the ONNX nodes of one operator; returns the names of its outputs. */
export type LoweringRule<Name extends OperatorName> = (
  lowering: Lowering,
  inputs: readonly [string, string, string],
  node: Node<Name>,
) => string | readonly string[];

export const MICROSOFT = "com.microsoft";
