import * as ort from "onnxruntime-node";
import type { Runtime } from "./core.js";
import type { Engine, EngineOptions } from "./engine.js";
import { localEngine } from "./local.js";
import { probeBlocks } from "./probe-blocks.js";

/** onnxruntime-node on the calling thread: no thread to start, so short jobs and tests are quick. */
export function inlineEngine(options: EngineOptions = {}): Engine {
  return localEngine(ort as unknown as Runtime, options, process.arch === "x64" ? probeBlocks : undefined);
}
