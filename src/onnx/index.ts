/** Programs to ONNX models. */
export { type CompiledGraph, compile, type DrawPort, type Port } from "./compile.js";
export { ModelBuilder } from "./model-builder.js";
