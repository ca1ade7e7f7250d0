import type { Encoder } from "../../encoders/index.js";
import type { StateEntry } from "../../engine/index.js";
import { programLeaves, simplify } from "../../graph/index.js";
import { batchSizes, freeModel } from "../free-model.js";
import { refuseDraws } from "../refuse-draws.js";
import { type ExportInput, exportProgram, inputName } from "./export-program.js";
import type { PictureRun } from "./picture-run.js";

/** Names of the variables that the encoder reads: its parameters and running statistics, no head. */
export function encoderVariables(config: Pick<PictureRun, "data">, encoder: Encoder): string[] {
  const { state, draws } = programLeaves(exportProgram(config, encoder, 2, "pixel_values"));
  refuseDraws(draws);
  return state.map(({ attributes }) => attributes.name);
}

/** Whether the exported encoder has layer norms, which WebGPU computes less exactly than other devices. */
export function hasLayerNorms(config: Pick<PictureRun, "data">, encoder: Encoder): boolean {
  return simplify(exportProgram(config, encoder, 2, "pixel_values")).nodes.some(
    ({ op }) => op === "layerNorm",
  );
}

/**
 * The encoder as an ONNX model in inference mode: weights inside, any batch size, standard operators only.
 * @param state at least the encoder's variables
 * @throws ShapeError when the encoder cannot work with any batch size
 * @throws CheckpointError when a variable is missing
 * @throws EngineError when one ONNX file cannot hold its weights
 */
export function portableModel(
  config: Pick<PictureRun, "data">,
  encoder: Encoder,
  state: readonly StateEntry[],
  {
    kind,
    metadata = {},
  }: { readonly kind: ExportInput; readonly metadata?: Readonly<Record<string, string>> },
): Uint8Array {
  const trace = (batch: number) => exportProgram(config, encoder, batch, kind);
  const fed = inputName(kind);
  const axes = [{ name: "batch", input: fed, side: 0, tried: batchSizes }];
  return freeModel(trace, state, { fed: [fed], axes, name: "encoder", metadata });
}
