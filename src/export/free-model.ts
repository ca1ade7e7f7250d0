import type { StateEntry } from "../engine/index.js";
import { CheckpointError, ShapeError } from "../errors.js";
import type { Program } from "../graph/index.js";
import { compile } from "../onnx/index.js";
import { freeBatch, type SizedModel, sameStructure } from "./free-batch.js";
import { decodeModel, encodeModel, floatTensor, type OpenModel, refuseOversized } from "./onnx-messages.js";

/** Batch sizes to compare; the next ones where one of them happens to equal another size of the model. */
const batchSizes = [
  [3, 5, 8],
  [7, 11, 18],
  [13, 17, 30],
] as const;

export interface FreeModelOptions {
  /** The input that is fed; all others are state. */
  readonly fed: string;
  readonly name: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * A traced program as an ONNX model: weights inside, any batch size, standard operators only.
 * @param trace the program for a batch of a size
 * @param state at least the variables that it reads
 * @throws ShapeError when it cannot work with any batch size
 * @throws CheckpointError when a variable is missing
 * @throws EngineError when one ONNX file cannot hold its weights
 */
export function freeModel(
  trace: (batch: number) => Program,
  state: readonly StateEntry[],
  { fed, name, metadata = {} }: FreeModelOptions,
): Uint8Array {
  const sized = (batch: number): SizedModel => ({
    batch,
    ...decodeModel(compile(trace(batch), { name, contrib: false }).model),
  });
  for (const [a, b, c] of batchSizes) {
    const models = [sized(a), sized(b), sized(c)] as const;
    if (!sameStructure(models)) continue;
    freeBatch(models, `input:${fed}`);
    const [open] = models;
    settleWeights(open, state, { fed, name });
    plainNames(open);
    addMetadata(open, metadata);
    return encodeModel(open);
  }
  throw new ShapeError(
    `The ${name} cannot be exported for any batch size: it is traced to different operators at different batch sizes. Write its layers without asking for the batch size.`,
  );
}

/** State inputs become initialisers. */
function settleWeights(
  { graph }: OpenModel,
  state: readonly StateEntry[],
  { fed, name: model }: Pick<FreeModelOptions, "fed" | "name">,
): void {
  const byName = new Map(state.map((entry) => [entry.name, entry]));
  const weights = graph.input.flatMap(({ name: id }) => {
    const name = id.replace("input:", "");
    if (name === fed) return [];
    const entry = byName.get(name);
    if (entry === undefined || !(entry.data instanceof Float32Array))
      throw new CheckpointError(`The checkpoint lacks ${name}; it belongs to another model.`, { name });
    return [{ id, shape: entry.shape, data: entry.data }];
  });
  // Before they are copied.
  refuseOversized(
    model,
    weights.reduce((bytes, { data }) => bytes + data.byteLength, 0),
  );
  graph.initializer.push(...weights.map(({ id, shape, data }) => floatTensor(id, shape, data)));
  graph.input = graph.input.filter(({ name }) => name === `input:${fed}`);
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
