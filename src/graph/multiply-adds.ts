import { simplify } from "./passes.js";
import type { Program } from "./program.js";
import { type Shape, sizeOf } from "./types.js";
import type { Node } from "./value.js";

/**
 * Multiply-adds of the matrix products and convolutions of a program, each computed once; gradients count where the
 * program has them. Elementwise work, norms, pooling and resampling are left out: what is left is nearly all of a
 * step's time for all but the smallest nets. One multiply-add is two floating-point operations.
 *
 * A product `[M, K] x [K, N]` has M K N; a convolution has one kernel's worth for each element of its output, and so
 * have its two adjoints.
 */
export function multiplyAdds(program: Program): number {
  return simplify(program).nodes.reduce((sum, node) => sum + products(node), 0);
}

function products({ op, attributes, inputs, outputs }: Node): number {
  const [a = [], b = []] = inputs.map(({ shape }): Shape => shape);
  const result: Shape = outputs[0]?.shape ?? [];
  switch (op) {
    case "matmul": {
      const { transposeA } = attributes as { readonly transposeA: boolean };
      return sizeOf(result) * (a.at(transposeA ? -2 : -1) ?? 0);
    }
    case "conv":
      return sizeOf(result) * sizeOf(b.slice(1));
    case "convInput":
      return sizeOf(a) * sizeOf(b.slice(1));
    case "convKernel":
      return sizeOf(b) * sizeOf(result.slice(1));
    default:
      return 0;
  }
}
