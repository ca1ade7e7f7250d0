/**
 * Nothing leaves the machine. Since 1.29, ONNX Runtime's packages for Linux and macOS keep a device identifier and a
 * database of events in the user's cache folder and send facts about machine and models to their maker, unless the
 * process's own environment says otherwise when the first session is made. A value of the user's stays as it is: 0
 * leaves telemetry on.
 */
import { isMainThread } from "node:worker_threads";
import { EngineError } from "../errors.js";

const variable = "ORT_DISABLE_TELEMETRY";

// Already here, so that workers of a program that imports this package start with it.
if (isMainThread) withoutTelemetry();

/**
 * Turns telemetry off; to be called before the runtime is loaded.
 * @throws EngineError in a worker thread that started without the variable. `process.env` is a copy there: what a
 * thread writes into it never reaches the runtime.
 */
export function withoutTelemetry(): void {
  if (isMainThread) process.env[variable] ||= "1";
  if (process.env[variable]) return;
  throw new EngineError(
    `Expected ${variable} in the environment of this worker thread, found nothing, so ONNX Runtime would send facts about this machine to its maker; import "unlabel" on the main thread before the worker starts, or start the program with ${variable}=1 (0 allows telemetry).`,
  );
}
