import type { StateEntry } from "../engine/index.js";
import { CheckpointError, ShapeError } from "../errors.js";
import type { Program } from "../graph/index.js";
import { compile } from "../onnx/index.js";
import type { FreeAxis } from "./computed-sizes.js";
import { freeSizes, type SizedModel, sameStructure } from "./free-sizes.js";
import { decodeModel, encodeModel, floatTensor, type OpenModel, refuseOversized } from "./onnx-messages.js";
import { cornersOf } from "./size-formula.js";

/** A size to leave open, and which ones to compare: low, high, and one for the check. */
export interface OpenAxis extends FreeAxis {
  /** The next ones where one of them happens to equal another size of the model. */
  readonly tried: readonly (readonly [low: number, high: number, check: number])[];
}

/** Batch sizes to compare. */
export const batchSizes: OpenAxis["tried"] = [
  [3, 5, 8],
  [7, 11, 18],
  [13, 17, 30],
];

export interface FreeModelOptions {
  /** The inputs that are fed; all others are state. */
  readonly fed: readonly string[];
  readonly axes: readonly OpenAxis[];
  /** What the axes are together, in messages. Default "batch size". */
  readonly called?: string;
  readonly name: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * A traced program as an ONNX model: weights inside, sizes open, standard operators only.
 * @param trace the program for a size of each axis
 * @param state at least the variables that it reads
 * @throws ShapeError when it cannot work with any size
 * @throws CheckpointError when a variable is missing
 * @throws EngineError when one ONNX file cannot hold its weights
 */
export function freeModel(
  trace: (...sizes: number[]) => Program,
  state: readonly StateEntry[],
  { fed, axes, called = "batch size", name, metadata = {} }: FreeModelOptions,
): Uint8Array {
  const sized = (sizes: readonly number[]): SizedModel => ({
    sizes,
    ...decodeModel(compile(trace(...sizes), { name, contrib: false }).model),
  });
  const tries = Math.min(...axes.map(({ tried }) => tried.length));
  for (let attempt = 0; attempt < tries; attempt++) {
    const [low, high, check] = [0, 1, 2].map((i) => axes.map(({ tried }) => tried[attempt]![i]!)) as [
      number[],
      number[],
      number[],
    ];
    const models = { corners: cornersOf(low, high).map(sized), check: sized(check) };
    if (!sameStructure(models)) continue;
    freeSizes(models, { axes: axes.map((axis) => ({ ...axis, input: `input:${axis.input}` })), called });
    const open = models.corners[0]!;
    settleWeights(open, state, { fed, name });
    plainNames(open);
    addMetadata(open, metadata);
    return encodeModel(open);
  }
  throw new ShapeError(
    `The ${name} cannot be exported for any ${called}: it is traced to different operators at different sizes. Write its layers without asking for the ${called}.`,
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
    if (fed.includes(name)) return [];
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
  const inputs = new Map(graph.input.map((port) => [port.name, port]));
  graph.input = fed.flatMap((name) => inputs.get(`input:${name}`) ?? []);
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
