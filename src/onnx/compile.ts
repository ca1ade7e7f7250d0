import {
  type Distribution,
  type DType,
  type Node,
  type OperatorName,
  type Program,
  programLeaves,
  type Shape,
  simplify,
  type Value,
} from "../graph/index.js";
import { convolutionLowerings } from "./convolution-lowerings.js";
import { elementwiseLowerings } from "./elementwise-lowerings.js";
import type { Emitted } from "./emitted.js";
import { layerLowerings } from "./layer-lowerings.js";
import type { Block, Lowering, LoweringRule } from "./lowering.js";
import { ModelBuilder } from "./model-builder.js";
import { structureLowerings } from "./structure-lowerings.js";

type LeafName = "input" | "constant" | "draw";
const lowerings: { readonly [Name in Exclude<OperatorName, LeafName>]: LoweringRule<Name> } = {
  ...elementwiseLowerings,
  ...structureLowerings,
  ...convolutionLowerings,
  ...layerLowerings,
};

/** One named tensor at the border of a compiled graph. */
export interface Port {
  readonly name: string;
  /** Its name inside the model. */
  readonly id: string;
  readonly dtype: DType;
  readonly shape: Shape;
}

export interface DrawPort extends Port {
  readonly distribution: Distribution;
  readonly stream: string;
}

/** An ONNX model with what the engine must know to run it. Plain data: it crosses threads. */
export interface CompiledGraph {
  readonly model: Uint8Array;
  readonly state: readonly Port[];
  readonly fed: readonly Port[];
  readonly draws: readonly DrawPort[];
  readonly outputs: readonly Port[];
  readonly updates: readonly Port[];
  readonly nodes: number;
  /** Blocks of channels that its convolutions use; 0 for plain ones. */
  readonly block: Block;
}

const OPSET = 21;

export interface CompileOptions {
  readonly name?: string;
  /** Operators of ONNX Runtime outside the standard; off for models that leave the house. */
  readonly contrib?: boolean;
  /** Size of the blocks of channels in the runtime's internal convolutions, as probed; 0 for plain ones. */
  readonly block?: Block;
}

/** Lowers a program to one ONNX model for ONNX Runtime. */
export function compile(program: Program, options: CompileOptions = {}): CompiledGraph {
  const { model, ...facts } = lowered(program, options);
  return { ...facts, model: model.encode({ name: options.name ?? "program", opset: OPSET }) };
}

/** The nodes that a program is lowered to, as plain data: for estimates. */
export function emittedNodes(program: Program, options: CompileOptions = {}): Emitted {
  return lowered(program, options).model.emitted;
}

function lowered(program: Program, { contrib = true, block = 0 }: CompileOptions) {
  const model = new ModelBuilder();
  const blocks = contrib ? block : 0;
  const { nodes, representative } = simplify(program);
  const leaves = programLeaves(program);
  const ports = leafPorts(leaves);
  for (const { id, dtype, shape } of ports.all) model.input(id, dtype, shape);
  const names = lowerNodes({ model, contrib, block: blocks }, nodes, representative);
  const nameOf = (value: Value) => names.get(representative(value)) ?? "";
  const ending = (entries: ReadonlyMap<string, Value>, prefix: string): Port[] =>
    [...entries].map(([key, value]) => {
      const port = { name: key, id: prefix + key, dtype: value.dtype, shape: value.shape };
      model.identity(nameOf(value), port.id);
      model.output(port.id, port.dtype, port.shape);
      return port;
    });
  const outputs = ending(program.outputs, "output:");
  const updates = ending(program.updates, "next:");
  return {
    model,
    state: ports.state,
    fed: ports.fed,
    draws: ports.draws,
    outputs,
    updates,
    nodes: nodes.length,
    block: blocks,
  };
}

function leafPorts({ state, fed, draws }: ReturnType<typeof programLeaves>) {
  const port = (node: Node<"input">): Port => {
    const { name, dtype, shape } = node.attributes;
    return { name, id: `input:${name}`, dtype, shape };
  };
  const statePorts = state.map(port);
  const fedPorts = fed.map(port);
  const drawPorts = draws.map((node): DrawPort => {
    const { distribution, stream, shape } = node.attributes;
    return {
      name: stream,
      id: `draw:${stream}`,
      dtype: distribution === "permutation" ? "int32" : "float32",
      shape,
      distribution,
      stream,
    };
  });
  return {
    state: statePorts,
    fed: fedPorts,
    draws: drawPorts,
    all: [...statePorts, ...fedPorts, ...drawPorts],
  };
}

/** Emits every node; returns the model's name of every value. */
export function lowerNodes(
  lowering: Lowering,
  nodes: readonly Node[],
  representative: (value: Value) => Value,
): Map<Value, string> {
  const names = new Map<Value, string>();
  for (const node of nodes) {
    const results = lowerNode(
      lowering,
      node,
      node.inputs.map((input) => names.get(representative(input)) ?? ""),
    );
    node.outputs.forEach((output, i) => {
      names.set(output, results[i] ?? "");
    });
  }
  return names;
}

function lowerNode(lowering: Lowering, node: Node, inputs: readonly string[]): readonly string[] {
  if (node.op === "input") return [`input:${(node as Node<"input">).attributes.name}`];
  if (node.op === "draw") return [`draw:${(node as Node<"draw">).attributes.stream}`];
  if (node.op === "constant") {
    const { dtype, shape, data } = (node as unknown as Node<"constant">).attributes;
    return [lowering.model.initializer(dtype, shape, data)];
  }
  lowering.model.place = node.path;
  const rule = lowerings[node.op as Exclude<OperatorName, LeafName>] as LoweringRule<OperatorName>;
  const result = rule(lowering, inputs as unknown as readonly [string, string, string], node);
  return typeof result === "string" ? [result] : result;
}
