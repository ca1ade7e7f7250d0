import { concat, type Tensor } from "../tensor/index.js";
import type { Branch } from "./step.js";

/** Encodes views of several sizes, in order: one pass for each run of views of one size. @returns `[V N, D]` */
export function encodeViews({ encode }: Pick<Branch, "encode">, views: readonly Tensor[]): Tensor {
  const runs: Tensor[][] = [];
  for (const view of views) {
    const last = runs.at(-1);
    if (last?.[0]?.shape.join() === view.shape.join()) last.push(view);
    else runs.push([view]);
  }
  return concat(runs.map((run) => encode(concat(run))));
}
