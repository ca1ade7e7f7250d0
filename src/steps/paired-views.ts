import { views } from "../augment/index.js";
import type { ViewGroup } from "../methods/index.js";
import { randomKey } from "../random/index.js";
import type { RunConfig } from "../setup/index.js";
import type { Tensor } from "../tensor/index.js";
import type { ViewPictures } from "./view-inputs.js";

/**
 * The views that a step trains on, group after group. Where samples have partners, the odd views of every group show
 * the partner instead of the sample (view 0 the sample, view 1 the partner, view 2 the sample ...): whatever a method
 * does with views of one thing, it then does with pairs.
 *
 * @param partners the partner of each, in the same shapes, or null
 */
export function drawPairedViews(
  images: ViewPictures,
  partners: ViewPictures | null,
  { augment, data }: Pick<RunConfig, "augment" | "data">,
  groups: readonly ViewGroup[],
): Tensor[] {
  const [height, width] = data.size;
  const draw = ({ plain, whole }: ViewPictures) =>
    views(plain, randomKey("views"), augment, groups, { height, width }, whole);
  const own = draw(images);
  if (partners === null) return own;
  const other = draw(partners);
  const places = groups.flatMap(({ count }) => Array.from({ length: count }, (_, i) => i));
  return places.map((place, v) => (place % 2 === 0 ? own[v]! : other[v]!));
}
