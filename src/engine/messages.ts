import type { InferenceSession } from "onnxruntime-common";
import type { CompiledGraph } from "../onnx/index.js";
import type { DrawState } from "../random/index.js";
import type { Feeds, StateEntry } from "./engine.js";

/** Calls that cross from the main thread to the engine's worker. */
export type Call =
  | { readonly method: "createStore"; readonly entries: readonly StateEntry[] }
  | { readonly method: "readStore"; readonly store: number; readonly names?: readonly string[] }
  | { readonly method: "writeStore"; readonly store: number; readonly entries: readonly StateEntry[] }
  | { readonly method: "disposeStore"; readonly store: number }
  | {
      readonly method: "load";
      readonly graph: CompiledGraph;
      readonly store: number;
      readonly options: InferenceSession.SessionOptions;
    }
  | { readonly method: "run"; readonly program: number; readonly feeds: Feeds; readonly draws?: DrawState }
  | { readonly method: "endProfiling"; readonly program: number }
  | { readonly method: "disposeProgram"; readonly program: number }
  | { readonly method: "dispose" };

export interface Request {
  readonly id: number;
  readonly call: Call;
}

export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };
