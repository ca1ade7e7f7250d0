/** Programs to ONNX models. */

export { type CompiledGraph, type CompileOptions, compile, type DrawPort, type Port } from "./compile.js";
export type { Block } from "./lowering.js";
export { ModelBuilder } from "./model-builder.js";
