import { add, concat, flip, gather, mul, range, type Tensor, transpose } from "../tensor/index.js";

/** How many quarters a picture can be turned by. */
export const quarters = [0, 1, 2, 3] as const;

/** Square pictures `[N, C, S, S]` turned anticlockwise by so many quarters. Pixels only change places. */
export function quarterTurn(x: Tensor, by: (typeof quarters)[number]): Tensor {
  if (by === 0) return x;
  if (by === 2) return flip(flip(x, 2), 3);
  return by === 1 ? transpose(flip(x, 3)) : flip(transpose(x), 3);
}

/** All pictures by no quarter, then all by one, by two and by three: `[4 N, C, S, S]`. */
export function everyTurn(x: Tensor): Tensor {
  return concat(quarters.map((by) => quarterTurn(x, by)));
}

/** Each picture by its own number of quarters, int32 `[N]` of 0..3. */
export function turnEach(x: Tensor, by: Tensor): Tensor {
  const n = x.shape[0] ?? 0;
  return gather(everyTurn(x), add(mul(by, n), range(n)));
}
