/** Writes ONNX models. The only file that knows the protobuf classes. */
import { create, toBinary } from "@bufbuild/protobuf";
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "onnx-buf";
import { bytesPerElement, type DType, type HostArray, type Shape } from "../graph/index.js";
import type { Attribute, Emitted, EmittedNode, TensorFacts } from "./emitted.js";

/** A fixed side, or the name of one left open. */
export type Dimension = number | string;

const dataTypes: Readonly<Record<DType, DataType>> = {
  float32: DataType.FLOAT,
  int32: DataType.INT32,
  int64: DataType.INT64,
  uint8: DataType.UINT8,
  bool: DataType.BOOL,
};

/** ONNX number of an element type, for Cast. */
export function dataTypeNumber(dtype: DType | "uint32"): number {
  return dtype === "uint32" ? DataType.UINT32 : dataTypes[dtype];
}

export interface NodeOptions {
  readonly domain?: string;
  readonly outputs?: number;
}

/** Collects nodes, initialisers, inputs and outputs, then encodes them. */
export class ModelBuilder {
  readonly #nodes: NodeProto[] = [];
  readonly #initializers: TensorProto[] = [];
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];
  readonly #integers = new Map<string, string>();
  readonly #floats = new Map<string, string>();
  readonly #domains = new Set<string>([""]);
  readonly #emitted: EmittedNode[] = [];
  readonly #facts = new Map<string, TensorFacts>();
  readonly #vectors = new Map<string, readonly number[]>();
  #count = 0;
  /** Prefix of node names, so that profiles show where time goes. */
  place = "";

  /** Adds a node with one output. */
  node(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    options: NodeOptions = {},
  ): string {
    const [name = ""] = this.nodes(op, inputs, attributes, options);
    return name;
  }

  /** Adds a node and names its outputs. */
  nodes(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    { domain = "", outputs = 1 }: NodeOptions = {},
  ): string[] {
    const id = this.#count++;
    const names = Array.from({ length: outputs }, (_, i) => `v${id}${i === 0 ? "" : `_${i}`}`);
    this.#domains.add(domain);
    this.#emitted.push({ op, inputs, outputs: names, attributes });
    this.#nodes.push(
      create(NodeProtoSchema, {
        name: `${this.place}/${op}_${id}`,
        opType: op,
        domain,
        input: [...inputs],
        output: names,
        attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
      }),
    );
    return names;
  }

  /** A copy under a fixed name: what leaves the graph. */
  identity(from: string, to: string): void {
    this.#emitted.push({ op: "Identity", inputs: [from], outputs: [to], attributes: {} });
    this.#nodes.push(
      create(NodeProtoSchema, { name: `output/${to}`, opType: "Identity", input: [from], output: [to] }),
    );
  }

  initializer(dtype: DType, shape: readonly number[], data: HostArray): string {
    return this.namedInitializer(`c${this.#count++}`, dtype, shape, data);
  }

  namedInitializer(name: string, dtype: DType, shape: readonly number[], data: HostArray): string {
    const rawData = new Uint8Array(
      data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer,
    );
    this.#facts.set(name, { shape, bytesPerElement: bytesPerElement[dtype] });
    if (dtype.startsWith("int") && shape.length === 1)
      this.#vectors.set(name, Array.from(data as ArrayLike<number | bigint>, Number));
    this.#initializers.push(
      create(TensorProtoSchema, { name, dataType: dataTypes[dtype], dims: shape.map(BigInt), rawData }),
    );
    return name;
  }

  /** A float initialiser; a scalar without a shape. */
  floats(
    values: readonly number[],
    shape: readonly number[] = values.length === 1 ? [] : [values.length],
  ): string {
    return this.initializer("float32", shape, Float32Array.from(values));
  }

  /** A float initialiser that equal ones share, so that the runtime sees equal nodes as equal. */
  sharedFloats(values: readonly number[], shape: readonly number[]): string {
    const key = `${shape.join("x")}:${values.join(",")}`;
    const name = this.#floats.get(key) ?? this.floats(values, shape);
    this.#floats.set(key, name);
    return name;
  }

  /** A shared int64 vector, as shapes and axes are passed. */
  int64s(values: readonly number[]): string {
    const key = values.join(",");
    const known = this.#integers.get(key);
    if (known !== undefined) return known;
    const name = this.initializer("int64", [values.length], BigInt64Array.from(values.map(BigInt)));
    this.#integers.set(key, name);
    return name;
  }

  input(name: string, dtype: DType, shape: readonly Dimension[]): void {
    if (shape.every((side) => typeof side === "number"))
      this.#facts.set(name, { shape: shape as Shape, bytesPerElement: bytesPerElement[dtype] });
    this.#inputs.push(valueInfo(name, dtype, shape));
  }

  output(name: string, dtype: DType, shape: readonly Dimension[]): void {
    this.#outputs.push(valueInfo(name, dtype, shape));
  }

  /** What was added so far, as plain data: for estimates. */
  get emitted(): Emitted {
    const outputs = new Set(this.#outputs.map(({ name }) => name));
    return { nodes: this.#emitted, facts: this.#facts, vectors: this.#vectors, outputs };
  }

  /** The encoded ModelProto. */
  encode({
    name,
    opset,
    metadata = {},
  }: {
    name: string;
    opset: number;
    metadata?: Readonly<Record<string, string>>;
  }): Uint8Array {
    const graph = create(GraphProtoSchema, {
      name,
      node: this.#nodes,
      initializer: this.#initializers,
      input: this.#inputs,
      output: this.#outputs,
    });
    const model = create(ModelProtoSchema, {
      irVersion: 10n,
      producerName: "unlabel",
      graph,
      opsetImport: [...this.#domains].map((domain) =>
        create(OperatorSetIdProtoSchema, { domain, version: BigInt(domain === "" ? opset : 1) }),
      ),
      metadataProps: Object.entries(metadata).map(([key, value]) =>
        create(StringStringEntryProtoSchema, { key, value }),
      ),
    });
    return toBinary(ModelProtoSchema, model);
  }
}

function attribute(name: string, value: Attribute): AttributeProto {
  if (typeof value === "number")
    return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) });
  if (typeof value === "string")
    return create(AttributeProtoSchema, {
      name,
      type: AttributeType.STRING,
      s: Uint8Array.from(new TextEncoder().encode(value)),
    });
  if ("float" in value)
    return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value.float });
  return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.map(BigInt) });
}

function valueInfo(name: string, dtype: DType, shape: readonly Dimension[]): ValueInfoProto {
  const dim = shape.map((side) =>
    create(TensorShapeProto_DimensionSchema, {
      value:
        typeof side === "number"
          ? { case: "dimValue", value: BigInt(side) }
          : { case: "dimParam", value: side },
    }),
  );
  const tensorType = create(TypeProto_TensorSchema, {
    elemType: dataTypes[dtype],
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: "tensorType", value: tensorType } }),
  });
}
