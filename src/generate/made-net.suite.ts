import type { StateEntry } from "../engine/index.js";
import { type Scope, tiedLogits, tokenGru, tokenTransformer } from "../nn/index.js";
import type { NextTokenNet } from "../steps/index.js";
import { greaterEqual, maximum } from "../tensor/index.js";

export const madeFacts = { vocabulary: 11, longest: 24 };

/** A small causal transformer that was never trained. */
export function madeNet(
  positions: "learned" | "sinusoidal" | "rotary" = "learned",
  { vocabulary, longest } = madeFacts,
): (root: Scope) => NextTokenNet {
  const settings = {
    vocabulary,
    width: 8,
    depth: 2,
    heads: 2,
    longest,
    mlpRatio: 2,
    positions,
    causal: true,
  };
  return (root) => {
    const scope = root.child("encoder");
    return (tokens, before) => ({
      ...tokenTransformer(scope, maximum(tokens, 0), settings, before ?? { real: greaterEqual(tokens, 0) }),
      logits: (states) => tiedLogits(scope.child("tokens"), states, vocabulary),
    });
  };
}

/** A recurrent one, which keeps nothing. */
export function madeGru({ vocabulary } = madeFacts): (root: Scope) => NextTokenNet {
  return (root) => {
    const scope = root.child("encoder");
    return (tokens) => ({
      states: tokenGru(
        scope,
        maximum(tokens, 0),
        { vocabulary, width: 8, layers: 1 },
        { real: greaterEqual(tokens, 0) },
      ),
      past: undefined,
      logits: (states) => tiedLogits(scope.child("tokens"), states, vocabulary),
    });
  };
}

/** Values of its parameters, moved far enough off the first ones that it does not say one thing only. */
export function madeState(scope: Scope): StateEntry[] {
  return scope.variables.initialValues(3).map((entry) => ({
    ...entry,
    data: Float32Array.from(entry.data as Float32Array, (value, i) => value + noise(i)),
  }));
}

/** Numbers between -0.5 and 0.5 without a pattern. */
function noise(i: number): number {
  const wide = Math.sin(12.9898 * (i + 1)) * 43_758.5453;
  return wide - Math.floor(wide) - 0.5;
}
