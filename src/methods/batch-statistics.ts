import { concat, split, type Tensor } from "../tensor/index.js";

/**
 * Over what batch normalisation takes its statistics where a method shows several views of one size: over all of them
 * together, or over each view by itself, one after the other. It is another regulariser, the more so the less alike the
 * views are, so each method does as its authors' code does.
 */
export type BatchStatistics = "joint" | "separate";

/** Passes several batches `[N, ...]` of one size through a network: in one pass, or one after the other. */
export type EachView = <const Views extends readonly Tensor[]>(
  views: Views,
  network: (x: Tensor) => Tensor,
) => { readonly [Index in keyof Views]: Tensor };

export function eachView(statistics: BatchStatistics): EachView {
  return ((views: readonly Tensor[], network: (x: Tensor) => Tensor) =>
    statistics === "separate" ? views.map(network) : split(network(concat(views)), views.length)) as EachView;
}
