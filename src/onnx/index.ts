/** Programs to ONNX models. */

export {
  type CompiledGraph,
  type CompileOptions,
  compile,
  type DrawPort,
  emittedNodes,
  type Port,
} from "./compile.js";
export type { Block } from "./lowering.js";
export { ModelBuilder } from "./model-builder.js";
export { tensorFacts } from "./output-shapes.js";
export { peakBytes } from "./peak-bytes.js";
