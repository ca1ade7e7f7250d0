import type { Encoder } from "../encoders/index.js";
import type { StateEntry } from "../engine/index.js";
import { CheckpointError, ShapeError } from "../errors.js";
import { programLeaves } from "../graph/index.js";
import { compile } from "../onnx/index.js";
import type { RunConfig } from "../train/index.js";
import { type ExportInput, exportProgram, inputName, refuseDraws } from "./export-program.js";
import { freeBatch, type SizedModel, sameStructure } from "./free-batch.js";
import { decodeModel, encodeModel, floatTensor, type OpenModel } from "./onnx-messages.js";

/** Batch sizes to compare; the next ones where one of them happens to equal another size of the model. */
const batchSizes = [
  [3, 5, 8],
  [7, 11, 18],
  [13, 17, 30],
] as const;

/** Names of the variables that the encoder reads: its parameters and running statistics, no head. */
export function encoderVariables(
  config: Pick<RunConfig, "data" | "standardise">,
  encoder: Encoder,
): string[] {
  const { state, draws } = programLeaves(exportProgram(config, encoder, 2, "pixel_values"));
  refuseDraws(draws);
  return state.map(({ attributes }) => attributes.name);
}

/**
 * The encoder as an ONNX model in inference mode: weights inside, any batch size, standard operators only.
 * @param state at least the encoder's variables
 * @throws ShapeError when the encoder cannot work with any batch size
 * @throws CheckpointError when a variable is missing
 */
export function portableModel(
  config: Pick<RunConfig, "data" | "standardise">,
  encoder: Encoder,
  state: readonly StateEntry[],
  {
    kind,
    metadata = {},
  }: { readonly kind: ExportInput; readonly metadata?: Readonly<Record<string, string>> },
): Uint8Array {
  const sized = (batch: number): SizedModel => {
    const program = exportProgram(config, encoder, batch, kind);
    return { batch, ...decodeModel(compile(program, { name: "encoder", contrib: false }).model) };
  };
  for (const [a, b, c] of batchSizes) {
    const models = [sized(a), sized(b), sized(c)] as const;
    if (!sameStructure(models)) continue;
    freeBatch(models, `input:${inputName(kind)}`);
    const [open] = models;
    settleWeights(open, state, inputName(kind));
    plainNames(open);
    addMetadata(open, metadata);
    return encodeModel(open);
  }
  throw new ShapeError(
    "The encoder cannot be exported for any batch size: it is traced to different operators at different batch sizes. Write its layers without asking for the batch size.",
  );
}

/** State inputs become initialisers. */
function settleWeights({ graph }: OpenModel, state: readonly StateEntry[], fed: string): void {
  const byName = new Map(state.map((entry) => [entry.name, entry]));
  graph.input = graph.input.filter(({ name: id }) => {
    const name = id.replace("input:", "");
    if (name === fed) return true;
    const entry = byName.get(name);
    if (entry === undefined || !(entry.data instanceof Float32Array))
      throw new CheckpointError(`The checkpoint lacks ${name}; it belongs to another model.`, { name });
    graph.initializer.push(floatTensor(id, entry.shape, entry.data));
    return false;
  });
}

/** `input:x` and `output:y` are the engine's names; outside they are x and y. */
function plainNames({ graph }: OpenModel): void {
  const plain = (name: string) => name.replace(/^(input|output):/, "");
  for (const node of graph.node) {
    node.name = node.name.replace(/^\//, "");
    node.input = node.input.map(plain);
    node.output = node.output.map(plain);
  }
  for (const part of [...graph.initializer, ...graph.input, ...graph.output]) part.name = plain(part.name);
}

function addMetadata({ model }: OpenModel, metadata: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(metadata))
    model.metadataProps.push({ $typeName: "onnx.StringStringEntryProto", key, value });
}
