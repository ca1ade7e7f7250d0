import { type AugmentationRecipe, crops } from "../../augment/index.js";
import type { ViewGroup } from "../../methods/index.js";
import type { PicturesData } from "./pictures-data.js";

/** Which pictures the views of a run are drawn from. */
export interface ViewNeeds {
  /** Those that the encoder sees when it is used: for views that are no crops, and where no others are kept. */
  readonly plain: boolean;
  /** Whole ones, which crops are taken from. */
  readonly whole: boolean;
}

export function viewNeeds(
  {
    augment,
    data: { storeSize },
  }: { readonly augment: AugmentationRecipe; readonly data: Pick<PicturesData, "storeSize"> },
  groups: readonly ViewGroup[],
): ViewNeeds {
  const areCrops = groups.map(({ strength }) => storeSize !== null && crops(augment, strength));
  return { plain: areCrops.includes(false), whole: areCrops.includes(true) };
}

/** Whether a method's views are crops, so that whole pictures are worth keeping. */
export function drawsCrops(
  augment: AugmentationRecipe,
  { views }: { readonly views: readonly ViewGroup[] },
): boolean {
  return views.some(({ strength }) => crops(augment, strength));
}
