/** ONNX messages as the export rewrites them. Only this file and `free-sizes.ts` know the protobuf classes. */
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as dataTypes,
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
} from "onnx-buf";
import { EngineError } from "../errors.js";

export type { GraphProto, ModelProto, NodeProto, TensorProto };
export { dataTypes };

/** A model with its graph, decoded. */
export interface OpenModel {
  readonly model: ModelProto;
  readonly graph: GraphProto;
}

/** @throws EngineError when the bytes hold no graph. */
export function decodeModel(bytes: Uint8Array): OpenModel {
  const model = fromBinary(ModelProtoSchema, bytes);
  if (model.graph === undefined) throw new EngineError("The compiled model holds no graph.");
  return { model, graph: model.graph };
}

export function encodeModel({ model }: OpenModel): Uint8Array {
  return toBinary(ModelProtoSchema, model);
}

/** What one message of protocol buffers can hold, and no reader takes more. */
const MOST_BYTES = 2 ** 31 - 1;

/** Left for all that is not weights; the largest graphs take a few hundred thousand bytes. */
const GRAPH_BYTES = 2 ** 24;

/**
 * Whoever writes a larger file hears nothing; whoever opens it hears that parsing failed.
 * @param bytes of the weights
 * @throws EngineError when the model would not fit into one ONNX file
 */
export function refuseOversized(name: string, bytes: number): void {
  if (bytes <= MOST_BYTES - GRAPH_BYTES) return;
  throw new EngineError(
    `Expected weights of less than 2 GiB, which one ONNX file can hold, found ${(bytes / 2 ** 30).toPrecision(3)} GiB in the ${name}; export a smaller one, or read the weights from the run's checkpoint, a safetensors file.`,
    { bytes },
  );
}

export function floatTensor(name: string, shape: readonly number[], data: Float32Array): TensorProto {
  return tensor(name, dataTypes.FLOAT, shape, data);
}

/** Whole numbers as int64: a vector, as shapes are passed, or one number alone. */
export function intTensor(name: string, values: readonly number[], rank: 0 | 1 = 1): TensorProto {
  const shape = rank === 0 ? [] : [values.length];
  return tensor(name, dataTypes.INT64, shape, BigInt64Array.from(values.map(BigInt)));
}

/** Whole numbers in a vector, or one alone. */
export interface Integers {
  readonly values: readonly number[];
  readonly rank: 0 | 1;
  readonly dataType: number;
}

/** The numbers of an int64 or int32 vector or number; null for anything else. */
export function integersOf({ dataType, dims, rawData }: TensorProto): Integers | null {
  const rank = dims.length;
  if (rank !== 0 && rank !== 1) return null;
  const { buffer } = rawData.slice();
  if (dataType === dataTypes.INT64)
    return { values: Array.from(new BigInt64Array(buffer), Number), rank, dataType };
  if (dataType === dataTypes.INT32) return { values: [...new Int32Array(buffer)], rank, dataType };
  return null;
}

/** A node with one output, called as its output is. */
export function makeNode(
  opType: string,
  input: readonly string[],
  output: string,
  integers: Readonly<Record<string, number>> = {},
): NodeProto {
  const attribute = Object.entries(integers).map(([name, value]) =>
    create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) }),
  );
  return create(NodeProtoSchema, { name: output, opType, input: [...input], output: [output], attribute });
}

export function sameAttribute(a: AttributeProto | undefined, b: AttributeProto | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return sameBytes(toBinary(AttributeProtoSchema, a), toBinary(AttributeProtoSchema, b));
}

export function sameTensor(a: TensorProto, b: TensorProto): boolean {
  return a.dataType === b.dataType && String(a.dims) === String(b.dims) && sameBytes(a.rawData, b.rawData);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function tensor(
  name: string,
  dataType: dataTypes,
  shape: readonly number[],
  data: Float32Array | BigInt64Array,
): TensorProto {
  const rawData = new Uint8Array(data.byteLength);
  rawData.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return create(TensorProtoSchema, { name, dataType, dims: shape.map(BigInt), rawData });
}
