/** What people write with: tensors and the operations on them. */
export {
  abs, add, addAll, and, cast, ceil, clip, cos, div, equal, erf, exp, floor, gelu, greater, greaterEqual,
  leakyRelu, less, lessEqual, log, logicalNot, maximum, minimum, mul, neg, or, pow, reciprocal, relu, round,
  sigmoid, sign, silu, sin, softplus, sqrt, square, stopGradient, sub, tanh, where,
} from "./elementwise.js";
export { cumulativeSum, oneHot, sort, topK } from "./indices.js";
export { conv1d, conv2d, type ConvOptions, convTranspose2d, matmul, type MatmulOptions, pair, type Pair, sides } from "./linear.js";
export {
  broadcastTo, concat, flip, gather, pad, putAlong, repeat, reshape, roll, scatterAdd, slice, split, stack,
  stride, takeAlong, transpose,
} from "./movement.js";
export { batchNormalise, channelAffine, groupNormalise, layerNormalise, logSoftmax, softmax } from "./normalisation.js";
export { averagePool2d, globalAveragePool, maxPool2d, type PoolOptions } from "./pool.js";
export {
  accuracy, argMax, type Axes, logSumExp, max, mean, min, norm, normalise, type Reduce, resolveAxes, resolveAxis, sum, sumSquares, variance,
} from "./reduce.js";
export { affineGrid, gridSample, type GridSampleOptions, resizeBilinear, upsample2d } from "./sampling.js";
export { constant, full, identity, input, type Operand, range, scalar, type Tensor } from "./tensor.js";
export { tracingAt } from "../graph/index.js";
