import type { Runtime } from "./core.js";
import type { Engine, EngineOptions } from "./engine.js";
import { localEngine } from "./local.js";
import { onnxRuntime } from "./onnx-runtime.js";
import { machineBlock, trialOf } from "./probe-blocks.js";

/**
 * onnxruntime-node on the calling thread: no thread to start, so short jobs and tests are quick.
 * @throws EngineError in a worker thread where the telemetry of ONNX Runtime cannot be turned off.
 */
export function inlineEngine(options: EngineOptions = {}): Engine {
  const runtime = onnxRuntime() as unknown as Runtime;
  return localEngine(runtime, options, () => machineBlock(trialOf(runtime)));
}
