import type { Side } from "../kinds/index.js";
import type { ViewGroup } from "../methods/index.js";
import type { Tensor } from "../tensor/index.js";

/**
 * The views that a step trains on, group after group. Where samples have partners, the odd views of every group show
 * the partner instead of the sample (view 0 the sample, view 1 the partner, view 2 the sample ...): whatever a method
 * does with views of one thing, it then does with pairs.
 *
 * @param draw gives all views of the samples, or of their partners
 */
export function drawPairedViews(
  draw: (side: Side) => readonly Tensor[],
  hasPartners: boolean,
  groups: readonly ViewGroup[],
): readonly Tensor[] {
  const own = draw("samples");
  if (!hasPartners) return own;
  const other = draw("partners");
  const places = groups.flatMap(({ count }) => Array.from({ length: count }, (_, i) => i));
  return places.map((place, v) => (place % 2 === 0 ? own[v]! : other[v]!));
}
