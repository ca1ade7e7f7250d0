import { cast, greaterEqual, range, sort, type Tensor, takeAlong, where } from "../tensor/index.js";

/** Tokens `[N, T]` moved to the left over the places that have none (-1), in their order. */
export function closeHoles(tokens: Tensor): Tensor {
  const places = cast(range(tokens.shape[1] ?? 0), "float32");
  // Behind all that are real, still in order.
  const wanted = where(greaterEqual(tokens, 0), places, 1e9);
  return takeAlong(tokens, sort(wanted).indices);
}
