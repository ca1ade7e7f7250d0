/**
 * Recurrent layers as loops that are written out, a step after another: ONNX's own GRU and LSTM have no gradient here, and a
 * backward operator would be a loop all the same. The input's part of all gates is one product outside the loop.
 */
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
  where,
} from "../tensor/index.js";
import { isReal } from "./attention-mask.js";
import { uniformInit } from "./initialiser.js";
import type { Scope } from "./scope.js";

export interface RecurrentOptions {
  /** 1 (or true) where a place is real, `[N, T]`; at padding the state stays as it is. None given: all are. */
  readonly real?: Tensor | undefined;
}

/**
 * A gated recurrent unit over x `[N, T, I]`, as torch.nn.GRU: gates r, z, n, with n using r * (W_hn h + b_hn).
 * Weights are `[3 H, I]` and `[3 H, H]`.
 * @param initial the first state `[N, H]`; zeros without it
 * @returns every state `[N, T, H]`; with padding behind, the last is the one after the last real place
 */
export function gru(
  scope: Scope,
  x: Tensor,
  width: number,
  { real, initial }: RecurrentOptions & { readonly initial?: Tensor } = {},
): Tensor {
  return scope.run(() => {
    const { given, kept } = gates(scope, x, width, 3);
    return unrolled(x, [initial ?? zeroState(x, width)], real, ([h], step) => {
      const [gr, gz, gn] = given(step) as [Tensor, Tensor, Tensor];
      const [kr, kz, kn] = kept(h) as [Tensor, Tensor, Tensor];
      const update = sigmoid(add(gz, kz));
      const candidate = tanh(add(gn, mul(sigmoid(add(gr, kr)), kn)));
      return [add(mul(sub(1, update), candidate), mul(update, h))];
    });
  });
}

/**
 * Long short-term memory over x `[N, T, I]`, as torch.nn.LSTM: gates i, f, g, o; weights `[4 H, I]` and `[4 H, H]`.
 * @param initial the first state and cell, `[N, H]` each; zeros without them
 * @returns every state `[N, T, H]` (not the cells)
 */
export function lstm(
  scope: Scope,
  x: Tensor,
  width: number,
  { real, initial }: RecurrentOptions & { readonly initial?: readonly [Tensor, Tensor] } = {},
): Tensor {
  return scope.run(() => {
    const { given, kept } = gates(scope, x, width, 4);
    const zero = zeroState(x, width);
    return unrolled(x, initial ?? [zero, zero], real, ([h, c], step) => {
      const [gi, gf, gg, go] = given(step) as [Tensor, Tensor, Tensor, Tensor];
      const [ki, kf, kg, ko] = kept(h) as [Tensor, Tensor, Tensor, Tensor];
      const cell = add(mul(sigmoid(add(gf, kf)), c as Tensor), mul(sigmoid(add(gi, ki)), tanh(add(gg, kg))));
      return [mul(sigmoid(add(go, ko)), tanh(cell)), cell];
    });
  });
}

/** What each gate is given by the input at a step, and by a state: `count` tensors `[N, H]`. */
function gates(scope: Scope, x: Tensor, width: number, count: number) {
  const [n = 0, , inputWidth = 0] = x.shape;
  const initialise = uniformInit(1 / Math.sqrt(width));
  const inputWeight = scope.parameter("inputWeight", [count * width, inputWidth], initialise);
  const stateWeight = scope.parameter("stateWeight", [count * width, width], initialise);
  const inputBias = scope.parameter("inputBias", [count * width], initialise, "bias");
  const stateBias = scope.parameter("stateBias", [count * width], initialise, "bias");
  const fromInput = add(matmul(x, inputWeight, { transposeB: true }), inputBias);
  return {
    given: (step: number) =>
      split(reshape(slice(fromInput, 1, step, step + 1), [n, count * width]), count, 1),
    kept: (h: Tensor) => split(add(matmul(h, stateWeight, { transposeB: true }), stateBias), count, 1),
  };
}

const zeroState = (x: Tensor, width: number): Tensor => full([x.shape[0] ?? 0, width], 0);

/** The first of the states after each step, `[N, T, H]`. */
function unrolled(
  x: Tensor,
  initial: readonly [Tensor, ...Tensor[]],
  real: Tensor | undefined,
  next: (states: readonly [Tensor, ...Tensor[]], step: number) => readonly [Tensor, ...Tensor[]],
): Tensor {
  let states = initial;
  const outputs: Tensor[] = [];
  for (let step = 0; step < (x.shape[1] ?? 0); step++) {
    const moved = next(states, step);
    const here = real === undefined ? undefined : slice(isReal(real), 1, step, step + 1); // [N, 1]
    states =
      here === undefined
        ? moved
        : (moved.map((state, i) => where(here, state, states[i] as Tensor)) as [Tensor, ...Tensor[]]);
    outputs.push(states[0]);
  }
  return stack(outputs, 1);
}
