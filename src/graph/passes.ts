import { topologicalOrder } from "./order.js";
import { type Program, programValues } from "./program.js";
import { type HostArray, showShape } from "./types.js";
import type { Node, Value } from "./value.js";

/** Finds the representative of a value among all values computed in the same way. */
export type Representative = (value: Value) => Value;

/**
 * Common subexpressions and no-ops: two nodes with the same operator, attributes and inputs are one node, and
 * `stopGradient`, told gradients and reshapes to the same shape vanish. Returns the surviving nodes in order. Dead code never
 * appears: a graph is what its outputs need, and gradients that were told and that nobody asked for are left out.
 */
export function simplify(program: Program): { nodes: Node[]; representative: Representative } {
  const merged = new Map<Node, Node>();
  const replaced = new Map<Value, Value>();
  const byContent = new Map<string, Node>();
  const nodes: Node[] = [];
  const representative: Representative = (value) => {
    const direct = replaced.get(value);
    if (direct !== undefined) return direct;
    return merged.get(value.node)?.outputs[value.index] ?? value;
  };
  for (const node of topologicalOrder(programValues(program))) {
    const [input] = node.inputs;
    const [output] = node.outputs;
    if (input !== undefined && output !== undefined && isIdentity(node)) {
      replaced.set(output, representative(input));
      continue;
    }
    const key = contentKey(node, representative);
    const twin = byContent.get(key);
    if (twin !== undefined && sameNumbers(node, twin)) {
      merged.set(node, twin);
      continue;
    }
    if (twin === undefined) byContent.set(key, node);
    nodes.push(node);
  }
  const needed = reached(programValues(program).map(representative), representative);
  return { nodes: nodes.filter((node) => needed.has(node)), representative };
}

/** The nodes that some values are made of, as what stands for them is made. */
function reached(values: readonly Value[], representative: Representative): Set<Node> {
  const found = new Set<Node>();
  const open = values.map(({ node }) => node);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    for (const input of node.inputs) open.push(representative(input).node);
  }
  return found;
}

function isIdentity(node: Node): boolean {
  const from = node.inputs[0]?.shape;
  const to = node.outputs[0]?.shape;
  if (node.op === "stopGradient" || node.op === "withGradients") return true;
  const moves = node.op === "reshape" || node.op === "broadcastTo";
  return moves && from !== undefined && to !== undefined && showShape(from) === showShape(to);
}

function contentKey(node: Node, representative: Representative): string {
  const inputs = node.inputs.map((input) => {
    const { node: source, index } = representative(input);
    return `${source.id}.${index}`;
  });
  if (node.op === "constant") {
    const { data, dtype, shape } = (node as unknown as Node<"constant">).attributes;
    if (data.length > 64) return `constant ${dtype} ${showShape(shape)} of digest ${digest(data)}`;
    return `constant ${dtype} ${showShape(shape)} ${Array.from(data, exactText).join(",")}`;
  }
  return `${node.op} ${JSON.stringify(node.attributes, (_, value) => (typeof value === "number" ? exactText(value) : value))} ${inputs.join(" ")}`;
}

/** FNV-1a of the bytes: constants of one digest are all but surely equal, which is then looked at. */
function digest(data: HostArray): number {
  let hash = 0x811c9dc5;
  for (const byte of bytesOf(data)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Whether two nodes of one content are it to the last bit: short constants and all others are by their key. */
function sameNumbers(a: Node, b: Node): boolean {
  if (a.op !== "constant" || a === b) return true;
  const [one, two] = [a, b].map((node) => bytesOf((node as unknown as Node<"constant">).attributes.data));
  return one!.every((byte, i) => byte === two![i]);
}

function bytesOf(data: HostArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Text that tells -0 from 0 and the infinities from NaN, as JSON does not. */
function exactText(value: number | bigint): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
