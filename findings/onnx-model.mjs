/** Small ONNX models for the findings, written with the public package onnx-buf. */
import { create, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from "onnx-buf";

const types = { float32: 1, int64: 7 };

/** Integers and lists of them as they are, texts, `{ float }`, `{ floats }`. */
function attribute([name, value]) {
  const kinds = AttributeProto_AttributeType;
  const make = (type, fields) => create(AttributeProtoSchema, { name, type, ...fields });
  if (typeof value === "number") return make(kinds.INT, { i: BigInt(value) });
  if (typeof value === "string") return make(kinds.STRING, { s: new TextEncoder().encode(value) });
  if (Array.isArray(value)) return make(kinds.INTS, { ints: value.map(BigInt) });
  return make(kinds.FLOAT, { f: value.float });
}

function port([name, [type, dims]]) {
  const dim = dims.map((side) =>
    create(TensorShapeProto_DimensionSchema, { value: { case: "dimValue", value: BigInt(side) } }),
  );
  const shape = create(TensorShapeProtoSchema, { dim });
  const tensorType = create(TypeProto_TensorSchema, { elemType: types[type], shape });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: "tensorType", value: tensorType } }),
  });
}

function constant([name, [type, dims, values]]) {
  const data = type === "int64" ? BigInt64Array.from(values.map(BigInt)) : Float32Array.from(values);
  return create(TensorProtoSchema, {
    name,
    dataType: types[type],
    dims: dims.map(BigInt),
    rawData: new Uint8Array(data.buffer),
  });
}

/**
 * The bytes of a model of one node.
 * @param node `[operator, names of its inputs, names of its outputs, attributes]`; an output "" is left out
 * @param inputs, outputs names to `[type, shape]`; constants names to `[type, shape, values]`
 */
export function onnxModel([opType, input, output, attributes = {}], { inputs, outputs, constants = {} }) {
  const node = create(NodeProtoSchema, {
    opType,
    input,
    output,
    attribute: Object.entries(attributes).map(attribute),
  });
  const graph = create(GraphProtoSchema, {
    name: "finding",
    node: [node],
    input: Object.entries(inputs).map(port),
    output: Object.entries(outputs).map(port),
    initializer: Object.entries(constants).map(constant),
  });
  const opsetImport = [create(OperatorSetIdProtoSchema, { domain: "", version: 21n })];
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 10n, graph, opsetImport }));
}
