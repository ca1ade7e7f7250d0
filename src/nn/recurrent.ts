import {
  add,
  full,
  matmul,
  mul,
  reshape,
  sigmoid,
  slice,
  split,
  stack,
  sub,
  type Tensor,
  tanh,
} from "../tensor/index.js";
import { uniformInit } from "./initialiser.js";
import type { Scope } from "./scope.js";

/**
 * A gated recurrent unit over x `[N, T, I]`, as torch.nn.GRU: gates r, z, n, with n using r * (W_hn h + b_hn).
 * Weights are `[3 H, I]` and `[3 H, H]`. The zero initial state; returns every state `[N, T, H]`.
 */
export function gru(scope: Scope, x: Tensor, width: number): Tensor {
  return scope.run(() => {
    const [n = 0, t = 0, inputWidth = 0] = x.shape;
    const initialise = uniformInit(1 / Math.sqrt(width));
    const inputWeight = scope.parameter("inputWeight", [3 * width, inputWidth], initialise);
    const stateWeight = scope.parameter("stateWeight", [3 * width, width], initialise);
    const inputBias = scope.parameter("inputBias", [3 * width], initialise, "bias");
    const stateBias = scope.parameter("stateBias", [3 * width], initialise, "bias");
    // The input's part of every gate at once, outside the loop.
    const fromInput = add(matmul(x, inputWeight, { transposeB: true }), inputBias);
    let h = full([n, width], 0);
    const states: Tensor[] = [];
    for (let step = 0; step < t; step++) {
      const given = split(reshape(slice(fromInput, 1, step, step + 1), [n, 3 * width]), 3, 1);
      const kept = split(add(matmul(h, stateWeight, { transposeB: true }), stateBias), 3, 1);
      const [gr, gz, gn] = given as [Tensor, Tensor, Tensor];
      const [kr, kz, kn] = kept as [Tensor, Tensor, Tensor];
      const update = sigmoid(add(gz, kz));
      const candidate = tanh(add(gn, mul(sigmoid(add(gr, kr)), kn)));
      h = add(mul(sub(1, update), candidate), mul(update, h));
      states.push(h);
    }
    return stack(states, 1);
  });
}
