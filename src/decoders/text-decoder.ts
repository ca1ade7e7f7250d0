/**
 * The decoder of TSDAE (Wang et al., 2021, https://arxiv.org/abs/2104.06979): it says a text token after token, and of the text that
 * was read it sees one vector, the sentence's.
 *
 * Cross-attention over one vector gives it all the weight whatever the query, so it is a linear map of that vector, added at
 * every place in front of every block.
 */
import { layerNorm, learnedPlaces, linear, realPlaces, type Scope, transformerBlock } from "../nn/index.js";
import {
  add,
  cast,
  concat,
  full,
  gather,
  greaterEqual,
  maximum,
  mul,
  reshape,
  slice,
  type Tensor,
} from "../tensor/index.js";

export interface DecodedText {
  /** What is known of the text, `[N, L]`. */
  readonly sentence: Tensor;
  /** The text to be said, int32 `[N, T]`, -1 where there is no token: at each place those before it are seen. */
  readonly tokens: Tensor;
  /** Embeddings of tokens, `[V, D]`; D is the decoder's width. */
  readonly table: Tensor;
  /** Tokens of the longest text. */
  readonly longest: number;
}

/** States `[N, T, D]`, of which scores of the token at each place are made: the first from the sentence alone. */
export function textDecoder(
  scope: Scope,
  { sentence, tokens, table, longest }: DecodedText,
  { depth, heads }: { readonly depth: number; readonly heads: number },
): Tensor {
  const [n = 0, t = 0] = tokens.shape;
  const width = table.shape[1] ?? 0;
  const first = reshape(linear(scope.child("sentence"), sentence, width), [n, 1, width]);
  const before = slice(tokens, 1, 0, t - 1);
  const there = cast(greaterEqual(before, 0), "float32"); // [N, T - 1]
  const said = mul(gather(table, maximum(before, 0)), reshape(there, [n, t - 1, 1]));
  const real = concat([full([n, 1], 1), there], 1);
  let h = add(
    concat([first, said], 1),
    learnedPlaces(scope.child("places"), longest, width, { length: t, places: realPlaces(real) }),
  );
  for (let i = 1; i <= depth; i++) {
    const block = scope.child(`block${i}`);
    const told = reshape(linear(block.child("sentence"), sentence, width), [n, 1, width]);
    h = transformerBlock(block, add(h, told), { heads, causal: true, real });
  }
  return layerNorm(scope.child("norm"), h);
}
