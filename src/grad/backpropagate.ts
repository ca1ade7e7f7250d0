import { ShapeError } from "../errors.js";
import { type Node, sameShape, showShape, topologicalOrder, tracingAt } from "../graph/index.js";
import { full, type Tensor } from "../tensor/index.js";
import { accumulate } from "./accumulate.js";
import type { AnyRule } from "./rule.js";

/** Reverse-mode differentiation with a given table of rules, which holds every operator that is met. */
export function backpropagate(
  rules: Readonly<Record<string, AnyRule>>,
  loss: Tensor,
  wrt: readonly Tensor[],
  seed?: Tensor,
): Tensor[] {
  if (loss.dtype !== "float32" || !sameShape(loss.shape, [])) {
    const got = `${loss.dtype === "float32" ? "" : loss.dtype}${showShape(loss.shape)}`;
    throw new ShapeError(`gradient: expects a float32 scalar as loss; got ${got}. Take its mean or sum.`);
  }
  const order = topologicalOrder([loss]);
  const needed = dependents(order, wrt);
  const gradients = new Map<Tensor, Tensor[]>([[loss, [seed ?? full([], 1)]]]);
  const total = (x: Tensor) => {
    const list = gradients.get(x);
    return list === undefined ? undefined : accumulate(list);
  };
  for (const node of order.reverse()) {
    if (!needed.has(node) || node.inputs.length === 0) continue;
    const arrived = tracingAt(node.path, () => node.outputs.map(total));
    if (arrived.every((g) => g === undefined)) continue;
    const rule = rules[node.op];
    if (rule === undefined) throw new ShapeError(`gradient: no rule for ${node.op}.`, { op: node.op });
    const results = tracingAt(node.path, () => rule(node, arrived));
    node.inputs.forEach((input, i) => {
      const g = results[i];
      if (g === undefined || !needed.has(input.node)) return;
      gradients.set(input, [...(gradients.get(input) ?? []), g]);
    });
  }
  return wrt.map((x) => total(x) ?? full(x.shape, 0));
}

/** Nodes that depend on any of `wrt`, and those themselves: the only ones that need gradients. */
function dependents(order: readonly Node[], wrt: readonly Tensor[]): Set<Node> {
  const needed = new Set<Node>(wrt.map((x) => x.node));
  for (const node of order) {
    if (node.op !== "stopGradient" && node.inputs.some((input) => needed.has(input.node))) needed.add(node);
  }
  return needed;
}
