/** The one door to onnxruntime-node: a lint rule and a test see to it that nothing else loads it. */
import { createRequire } from "node:module";
// biome-ignore lint/style/noRestrictedImports: this is the door.
import type * as ort from "onnxruntime-node";
import { withoutTelemetry } from "./no-telemetry.js";

export type { InferenceSession, Tensor } from "onnxruntime-common";

/**
 * The package onnxruntime-node, loaded once its telemetry is off; an import would load it before anything is said.
 * @throws EngineError in a worker thread where that cannot be done.
 */
export function onnxRuntime(): typeof ort {
  withoutTelemetry();
  return createRequire(import.meta.url)("onnxruntime-node") as typeof ort;
}
