import { gru } from "../../../nn/index.js";
import { mul, sum } from "../../../tensor/index.js";
import type { Network } from "./network.js";

/** A gated recurrent unit; the loss is a weighted sum of all its states. */
export const recurrent: Network = {
  parameters: {
    "gru/inputWeight": "wih",
    "gru/stateWeight": "whh",
    "gru/inputBias": "bih",
    "gru/stateBias": "bhh",
  },
  integers: [],
  loss(scope, inputs) {
    return sum(mul(gru(scope.child("gru"), inputs("x"), 4), inputs("w")));
  },
};
