/** A lowered graph as plain data, for what reads it beside the writer of the model. */
import type { Shape } from "../graph/index.js";

/** Wraps a number that ONNX wants as a float attribute; bare numbers are integers. */
export interface FloatAttribute {
  readonly float: number;
}
export type Attribute = number | string | readonly number[] | FloatAttribute;

/** A tensor inside the model. */
export interface TensorFacts {
  readonly shape: Shape;
  readonly bytesPerElement: number;
}

/** One emitted node, as plain data. */
export interface EmittedNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** What a model is made of, as plain data. */
export interface Emitted {
  readonly nodes: readonly EmittedNode[];
  /** Of inputs and initialisers. */
  readonly facts: ReadonlyMap<string, TensorFacts>;
  /** Values of initialisers that are vectors of whole numbers. */
  readonly vectors: ReadonlyMap<string, readonly number[]>;
  /** Names of what leaves the graph. */
  readonly outputs: ReadonlySet<string>;
}
