import type { Encoder } from "../encoders/index.js";
import type { Engine, StateEntry } from "../engine/index.js";
import type { Method } from "../methods/index.js";
import type { RunConfig } from "../setup/index.js";
import type { TrainedEncoder } from "../trained/index.js";
import type { ModelCheck } from "./check-model.js";
import type { CardSections } from "./model-card.js";
import type { CompareOptions } from "./open-compared.js";

/** A run, opened to be exported. */
export interface ExportedRun {
  /** The run's folder. */
  readonly run: string;
  readonly config: RunConfig;
  readonly encoder: Encoder;
  readonly method: Method;
  readonly trained: TrainedEncoder;
  /** All that the checkpoint holds. */
  readonly state: readonly StateEntry[];
  readonly engine: Engine;
  /** What every model says of itself. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a person may say of an export. */
export interface FormOptions extends CompareOptions {
  /** Of pictures, what `model.onnx` takes: standardised `pixel_values` (default), or `uint8` pictures with preprocessing built in. */
  readonly input?: "pixel_values" | "uint8" | undefined;
}

/** What is exported of a run beside what every export has: all of it depends on what its encoder reads. */
export interface ExportedParts {
  /** ONNX files, compared with the training graph. */
  readonly models: ReadonlyMap<string, Uint8Array>;
  readonly checks: Readonly<
    Record<"model.onnx" | "onnx/model.onnx", ModelCheck> & Record<string, ModelCheck>
  >;
  /** Numbers of an embedding. */
  readonly dimensions: number;
  /** The variables that the models read, and the file that holds them. */
  readonly weights: { readonly file: string; readonly entries: readonly StateEntry[] };
  /** What is made of samples before models see them, and what readers elsewhere want to know: files by name. */
  readonly files: ReadonlyMap<string, unknown>;
  /** What `export.json` says beside that. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly sections: CardSections;
  /** Of a method that makes new pictures: shape of one sample's latents. */
  readonly decoder: { readonly shape: readonly number[]; readonly check: ModelCheck } | null;
}

/**
 * Exports what encoders of one kind of input need. Nothing is written.
 * @throws EngineError when a model differs from what was trained
 */
export type Exporter = (run: ExportedRun, options: FormOptions) => Promise<ExportedParts>;
