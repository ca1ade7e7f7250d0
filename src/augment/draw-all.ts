import { type Key, uniform } from "../random/index.js";
import { reshape, slice } from "../tensor/index.js";
import type { Augmentation, Draws } from "./augmentation.js";

/** The uniform numbers of each augmentation: one draw for the whole view, cut into `[N]` or `[tries, N]` each. */
export function drawAll(augmentations: readonly Augmentation[], key: Key, n: number): Draws<string>[] {
  const rows = ({ draws, tries }: Augmentation) => draws.map((name) => [name, tries[name] ?? 1] as const);
  const count = augmentations.flatMap(rows).reduce((total, [, times]) => total + times, 0);
  if (count === 0) return augmentations.map(() => ({}));
  const numbers = uniform(key, [count, n]);
  let next = 0;
  return augmentations.map((augmentation) =>
    Object.fromEntries(
      rows(augmentation).map(([name, times]) => {
        const drawn = slice(numbers, 0, next, next + times);
        next += times;
        return [name, times === 1 ? reshape(drawn, [n]) : drawn];
      }),
    ),
  );
}
