import { crossEntropy } from "../../../losses/index.js";
import { dotProductAttention, embedding, layerNorm, linear, zeros } from "../../../nn/index.js";
import { add, gelu, reshape, type Tensor, transpose } from "../../../tensor/index.js";
import type { Network } from "./network.js";

const VOCABULARY = 7;
const WIDTH = 8;
const HEADS = 2;

/** A causal language model of one pre-norm block; attention without biases, queries, keys and values apart. */
export const transformer: Network = {
  parameters: {
    "tokens/weight": "emb",
    position: "pos",
    "norm1/scale": "ln1w",
    "norm1/shift": "ln1b",
    "query/weight": "wq",
    "key/weight": "wk",
    "value/weight": "wv",
    "mix/weight": "wo",
    "norm2/scale": "ln2w",
    "norm2/shift": "ln2b",
    "mlp1/weight": "f1",
    "mlp1/bias": "f1b",
    "mlp2/weight": "f2",
    "mlp2/bias": "f2b",
    "out/weight": "out",
  },
  integers: ["tokens", "targets"],
  loss(scope, inputs) {
    const tokens = inputs("tokens");
    const [n = 0, t = 0] = tokens.shape;
    const h = add(
      embedding(scope.child("tokens"), tokens, VOCABULARY, WIDTH),
      scope.parameter("position", [t, WIDTH], zeros),
    );
    const normed = layerNorm(scope.child("norm1"), h);
    const heads = (name: string): Tensor => {
      const wide = linear(scope.child(name), normed, WIDTH, { bias: false });
      return transpose(reshape(wide, [n, t, HEADS, WIDTH / HEADS]), [0, 2, 1, 3]);
    };
    const mixed = dotProductAttention(heads("query"), heads("key"), heads("value"), { causal: true });
    const attended = reshape(transpose(mixed, [0, 2, 1, 3]), [n, t, WIDTH]);
    const x = add(h, linear(scope.child("mix"), attended, WIDTH, { bias: false }));
    const hidden = gelu(linear(scope.child("mlp1"), layerNorm(scope.child("norm2"), x), 2 * WIDTH));
    const y = add(x, linear(scope.child("mlp2"), hidden, WIDTH));
    return crossEntropy(linear(scope.child("out"), y, VOCABULARY, { bias: false }), inputs("targets"));
  },
};
