/** Runs compiled programs with ONNX Runtime. */
export { EngineCore, type Runtime } from "./core.js";
export type {
  Engine,
  EngineOptions,
  Feeds,
  Handing,
  LoadedProgram,
  LoadOptions,
  Outputs,
  ProgramFacts,
  StateEntry,
  Store,
} from "./engine.js";
export { inlineEngine } from "./inline.js";
export { type LaterProgram, loadLater } from "./load-later.js";
export { localEngine } from "./local.js";
export { nodeEngine } from "./node.js";
export { type InferenceSession, onnxRuntime, type Tensor as RuntimeTensor } from "./onnx-runtime.js";
export { ProgramsByLength, type ProgramsByLengthOptions } from "./programs-by-length.js";
export { evaluate, type ReferenceFeeds, type ReferenceResults } from "./reference/evaluate.js";
