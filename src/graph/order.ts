import type { Node, Value } from "./value.js";

/** All nodes that `values` need, each after its inputs. Iterative, so deep graphs do not overflow the stack. */
export function topologicalOrder(values: Iterable<Value>): Node[] {
  const order: Node[] = [];
  const state = new Set<Node>();
  const stack: { node: Node; next: number }[] = [];
  for (const value of values) {
    if (state.has(value.node)) continue;
    state.add(value.node);
    stack.push({ node: value.node, next: 0 });
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const input = top.node.inputs[top.next++];
      if (input === undefined) {
        order.push(top.node);
        stack.pop();
      } else if (!state.has(input.node)) {
        state.add(input.node);
        stack.push({ node: input.node, next: 0 });
      }
    }
  }
  return order;
}
