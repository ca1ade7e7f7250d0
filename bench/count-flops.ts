import type { StepProgram } from "unlabel/steps";
import type { Tensor } from "unlabel/tensor";

type Program = StepProgram["train"];
type Node = Tensor["node"];

/**
 * Floating-point operations of the matrix products and convolutions of a program, gradients included, where a
 * multiplication and an addition are two. Elementwise work, norms and pooling are not counted: it is the share of
 * the peak that these operations could use.
 */
export function countFlops({ outputs, updates }: Program): number {
  const seen = new Set<Node>();
  const waiting = [...outputs.values(), ...updates.values()].map(({ node }) => node);
  let flops = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    flops += 2 * products(node);
    for (const input of node.inputs) waiting.push(input.node);
  }
  return flops;
}

/** Multiplications of one node. */
function products({ op, attributes, inputs, outputs }: Node): number {
  const [a = [], b = []] = inputs.map(({ shape }) => shape);
  const result = outputs[0]?.shape ?? [];
  if (op === "matmul") {
    const { transposeA } = attributes as { readonly transposeA: boolean };
    return size(result) * (a.at(transposeA ? -2 : -1) ?? 0);
  }
  // Each output element of the forward convolution takes one kernel's worth of products, and so do its adjoints.
  if (op === "conv") return size(result) * size(b.slice(1));
  if (op === "convInput") return size(a) * size(b.slice(1));
  if (op === "convKernel") return size(b) * size(result.slice(1));
  return 0;
}

const size = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);
