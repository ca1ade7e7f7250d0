import { leastRows } from "../../augment/index.js";
import { neighbourSide, patchPosition } from "../../methods/index.js";

type Choice = NonNullable<Parameters<typeof patchPosition>[0]>;

/**
 * What downsampling, one of the defences of relative patch position, does to the patches of square pictures: a sentence.
 * Small patches have no more pixels than it leaves.
 * @param size pixels a side of the pictures
 * @param choices the method's options in each arm
 */
export function shrunkPatches(size: number, choices: readonly Choice[]): string {
  const settled = choices.map((choice) => patchPosition.definition.options.parse(choice));
  const { downsample, pixels } = settled[0]!;
  const sides = [...new Set(settled.map((options) => neighbourSide([size, size], options)))];
  const isShrunk = (side: number) => leastRows({ height: side, width: side }, pixels) < side;
  const named = (some: readonly number[]) => some.map((side) => `${side} x ${side}`).join(" and ");
  const [shrunk, whole] = [sides.filter(isShrunk), sides.filter((side) => !isShrunk(side))];
  const does = `shrinks ${Math.round(100 * downsample)} % of the patches of ${named(shrunk)} pixels, to as little as ${pixels} pixels in all, and enlarges them again`;
  const leaves = `does nothing to patches of ${named(whole)}, which have no more than the ${pixels} pixels in all that it goes down to`;
  return `Downsampling ${[...(shrunk.length > 0 ? [does] : []), ...(whole.length > 0 ? [leaves] : [])].join(", and ")}.`;
}
