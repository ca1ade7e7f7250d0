/**
 * The one table of operators: name -> attributes. Shape rules, gradient rules, ONNX lowerings and the
 * reference evaluator are each a table over these names, checked for completeness by the type system.
 */
import type { DType, HostArray, Shape } from "./types.js";

type None = Readonly<Record<never, never>>;

/** What an input is for; the engine and the trainer read this, never the name. */
export type InputRole = "state" | "batch" | "schedule";

export interface Window {
  /** Kernel height and width. */
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  /** Padding top, left, bottom, right. */
  readonly padding: readonly [number, number, number, number];
}

export interface Convolution {
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number, number, number];
  readonly dilation: readonly [number, number];
  readonly groups: number;
}

/** Kinds of random draw; uniform is [0, 1), normal is standard, permutation orders the last axis. */
export type Distribution = "uniform" | "normal" | "permutation";

interface Reduction {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

export interface OperatorAttributes {
  // leaves
  input: { readonly name: string; readonly role: InputRole; readonly dtype: DType; readonly shape: Shape };
  constant: { readonly data: HostArray; readonly dtype: DType; readonly shape: Shape };
  draw: { readonly distribution: Distribution; readonly stream: string; readonly shape: Shape };

  // elementwise, one operand
  neg: None;
  abs: None;
  sign: None;
  exp: None;
  log: None;
  sqrt: None;
  reciprocal: None;
  sin: None;
  cos: None;
  tanh: None;
  sigmoid: None;
  erf: None;
  relu: None;
  positive: None; // 1 where x > 0, else 0: the slope of relu
  gelu: None;
  geluGrad: None; // (x, g) -> g * gelu'(x), one fused pass where the runtime allows
  softplus: None;
  floor: None;
  ceil: None;
  round: None;
  not: None;
  cast: { readonly to: DType };
  stopGradient: None;
  waitsFor: None; // (x, earlier...): x, which waits until the others were computed
  withGradients: None; // (value, x, slope, ...): value, whose gradient in each x is told

  // elementwise, broadcasting
  add: None;
  sub: None;
  mul: None;
  div: None;
  pow: None;
  maximum: None;
  minimum: None;
  equal: None;
  less: None;
  lessEqual: None;
  and: None;
  or: None;
  where: None;

  // reductions
  sum: Reduction;
  mean: Reduction;
  max: Reduction;
  min: Reduction;
  sumSquares: Reduction;
  argMax: { readonly axis: number };

  // movement
  reshape: { readonly shape: Shape };
  transpose: { readonly permutation: readonly number[] };
  broadcastTo: { readonly shape: Shape };
  slice: { readonly starts: readonly number[]; readonly ends: readonly number[] };
  pad: { readonly before: readonly number[]; readonly after: readonly number[]; readonly value: number };
  concat: { readonly axis: number };
  gather: { readonly axis: number };
  replaceRows: None; // (x, indices, rows): x with other rows at indices that are all different
  scatterAdd: { readonly axis: number; readonly size: number }; // (indices, updates): adjoint of gather
  takeAlong: { readonly axis: number };
  putAlong: { readonly axis: number; readonly size: number }; // (indices, updates): adjoint of takeAlong
  addAlong: { readonly axis: number }; // (x, indices, updates): x with single elements added to

  // linear algebra
  matmul: { readonly transposeA: boolean; readonly transposeB: boolean };
  conv: Convolution; // (x, w)
  convInput: Convolution & { readonly inputShape: Shape }; // (g, w): adjoint in x, transposed convolution
  convKernel: Convolution & { readonly kernelShape: Shape }; // (x, g): adjoint in w

  // windows
  maxPool: Window; // -> values, flat positions
  maxPoolGrad: Window & { readonly inputShape: Shape }; // (positions, g)
  averagePool: Window; // zero padding counts
  averagePoolGrad: Window & { readonly inputShape: Shape };

  // normalisation
  batchNorm: { readonly epsilon: number }; // (x, gamma, beta) -> y, mean, biased variance; over all axes but 1
  layerNorm: { readonly epsilon: number }; // (x, gamma, beta) -> y, mean, inverse deviation; last axis
  channelAffine: None; // (x, scale [C], shift [C]) -> x * scale + shift along axis 1
  softmax: { readonly axis: number };
  logSoftmax: { readonly axis: number };

  // indices
  oneHot: { readonly depth: number };
  cumulativeSum: { readonly axis: number; readonly exclusive: boolean; readonly reverse: boolean };
  topK: { readonly k: number; readonly axis: number; readonly largest: boolean }; // -> sorted values, indices
  gridSample: { readonly padding: "zeros" | "border" | "reflection"; readonly alignCorners: boolean };
}

export type OperatorName = keyof OperatorAttributes;

/** A table with one entry per operator. */
export type OperatorTable<Entry extends { [Name in OperatorName]: unknown }> = Entry;
