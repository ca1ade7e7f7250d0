/** The intermediate form: typed operators, shapes, programs. */

export { multiplyAdds } from "./multiply-adds.js";
export type {
  Convolution,
  Distribution,
  InputRole,
  OperatorAttributes,
  OperatorName,
  Window,
} from "./operators.js";
export { topologicalOrder } from "./order.js";
export { type Representative, simplify } from "./passes.js";
export { printProgram } from "./print.js";
export { type Program, type ProgramLeaves, programLeaves, programValues } from "./program.js";
export { broadcastShapes, reduceShape } from "./shape-rule.js";
export {
  allocate,
  bytesPerElement,
  type DType,
  type HostArray,
  type Shape,
  sameShape,
  showShape,
  sizeOf,
  type TensorType,
} from "./types.js";
export { apply, applyAll, type Node, tracingAt, type Value } from "./value.js";
