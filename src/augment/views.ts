import type { Key } from "../random/index.js";
import type { Tensor } from "../tensor/index.js";
import type { Size } from "./augmentation.js";
import { type AugmentationRecipe, settleRecipe } from "./recipe.js";
import { view } from "./view.js";

/** How strongly views differ: all of the recipe, only what chooses and moves what is shown, or the sample itself. */
export type Strength = "full" | "weak" | "none";

/** A set of views as methods ask for them. */
export interface ViewRequest {
  readonly count: number;
  /** Side relative to the full view. Default 1. */
  readonly scale?: number;
  /** Default full. */
  readonly strength?: Strength;
  /** Bounds of the share of the area that a crop shows, instead of the recipe's. */
  readonly area?: readonly [least: number, most: number];
}

/** Sides of smaller views are multiples of this, so that encoders of patches can cut them. */
const smallSide = 4;

/** How large a view is: the size times the scale, rounded to multiples of 4 (at least one) where that is not 1. */
export function viewSize({ height, width }: Size, scale = 1): Size {
  const side = (full: number) =>
    scale === 1 ? full : Math.max(smallSide, Math.round((full * scale) / smallSide) * smallSide);
  return { height: side(height), width: side(width) };
}

/** Whole pictures, stretched to one shape, for crops to be taken from. */
export interface WholePictures {
  /** `[N, C, height, width]`, 0 to 1. */
  readonly pictures: Tensor;
  /** Width over height of each before it was stretched, `[N]`. */
  readonly aspects: Tensor;
}

/**
 * All views of a batch, group after group, each `[N, C, h, w]` with h and w as `viewSize` says. Views that are crops
 * are taken from the whole pictures where there are any, the others from `x`, and only what is needed is looked at.
 *
 * @param recipe what "full" means
 */
export function views(
  x: Tensor,
  key: Key,
  recipe: AugmentationRecipe,
  groups: readonly ViewRequest[],
  size: Size,
  whole?: WholePictures,
): Tensor[] {
  return groups.flatMap(({ count, scale, strength = "full", area }, group) => {
    const sized = viewSize(size, scale);
    const weakened = withArea(atStrength(recipe, strength), area);
    const isCrop = whole !== undefined && crops(weakened);
    const [from, origin] = isCrop ? [whole.pictures, { aspect: whole.aspects }] : [x, {}];
    return Array.from({ length: count }, (_, i) =>
      view(from, key.child(`group${group}/view${i}`), weakened, sized, origin),
    );
  });
}

/** Whether views of a recipe, weakened or not, show a part of the picture that the recipe chooses. */
export function crops(recipe: AugmentationRecipe, strength: Strength = "full"): boolean {
  return settleRecipe(atStrength(recipe, strength)).some((one) => one.kind === "geometric" && one.reframes);
}

/** A recipe whose crops show another share of the area. */
function withArea(recipe: AugmentationRecipe, area: ViewRequest["area"]): AugmentationRecipe {
  if (area === undefined) return recipe;
  return recipe.map(({ name, options }) => ({
    name,
    options: name === "random-resized-crop" ? { ...options, scale: area } : options,
  }));
}

/** A recipe as it is, without all that changes what is shown (pictures keep geometry, texts crops), or empty. */
export function atStrength(recipe: AugmentationRecipe, strength: Strength): AugmentationRecipe {
  if (strength === "full") return recipe;
  if (strength === "none") return [];
  const settled = settleRecipe(recipe);
  return recipe.filter((_, i) => {
    const one = settled[i]!;
    return one.kind === "geometric" || (one.kind === "token" && one.reframes);
  });
}
