import { topologicalOrder } from "./order.js";
import { type Program, programValues } from "./program.js";
import { showShape } from "./types.js";
import type { Node, Value } from "./value.js";

/** Finds the representative of a value among all values computed in the same way. */
export type Representative = (value: Value) => Value;

/**
 * Common subexpressions and no-ops: two nodes with the same operator, attributes and inputs are one node, and
 * `stopGradient` and reshapes to the same shape vanish. Returns the surviving nodes in order. Dead code never appears, because a graph is
 * what its outputs need.
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
    const twin = key === undefined ? undefined : byContent.get(key);
    if (twin !== undefined) {
      merged.set(node, twin);
      continue;
    }
    if (key !== undefined) byContent.set(key, node);
    nodes.push(node);
  }
  return { nodes, representative };
}

function isIdentity(node: Node): boolean {
  const from = node.inputs[0]?.shape;
  const to = node.outputs[0]?.shape;
  if (node.op === "stopGradient") return true;
  const moves = node.op === "reshape" || node.op === "broadcastTo";
  return moves && from !== undefined && to !== undefined && showShape(from) === showShape(to);
}

function contentKey(node: Node, representative: Representative): string | undefined {
  const inputs = node.inputs.map((input) => {
    const { node: source, index } = representative(input);
    return `${source.id}.${index}`;
  });
  if (node.op === "constant") {
    const { data, dtype, shape } = (node as unknown as Node<"constant">).attributes;
    if (data.length > 64) return undefined;
    return `constant ${dtype} ${showShape(shape)} ${Array.from(data, exactText).join(",")}`;
  }
  return `${node.op} ${JSON.stringify(node.attributes, (_, value) => (typeof value === "number" ? exactText(value) : value))} ${inputs.join(" ")}`;
}

/** Text that tells -0 from 0 and the infinities from NaN, as JSON does not. */
function exactText(value: number | bigint): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
