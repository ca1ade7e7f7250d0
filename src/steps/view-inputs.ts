import { type AugmentationRecipe, crops, type WholePictures } from "../augment/index.js";
import type { Method, ViewGroup } from "../methods/index.js";
import type { RunConfig } from "../setup/index.js";
import { input, type Tensor } from "../tensor/index.js";
import { toUnit } from "./model.js";

type ViewConfig = Pick<RunConfig, "augment" | "data">;

/** Which pictures the views of a run are drawn from. */
export interface ViewNeeds {
  /** Those that the encoder sees when it is used: for views that are no crops, and where no others are kept. */
  readonly plain: boolean;
  /** Whole ones, which crops are taken from. */
  readonly whole: boolean;
}

export function viewNeeds(
  { augment, data: { storeSize } }: ViewConfig,
  groups: readonly ViewGroup[],
): ViewNeeds {
  const areCrops = groups.map(({ strength }) => storeSize !== null && crops(augment, strength));
  return { plain: areCrops.includes(false), whole: areCrops.includes(true) };
}

/** Whether a method's views are crops, so that whole pictures are worth keeping. */
export function drawsCrops(augment: AugmentationRecipe, { views }: Pick<Method, "views">): boolean {
  return views.some(({ strength }) => crops(augment, strength));
}

/** Pictures that views are drawn from, as tensors. */
export interface ViewPictures {
  /** `[N, C, H, W]`, 0 to 1. */
  readonly plain: Tensor;
  readonly whole?: WholePictures;
}

/** Pictures that a program is fed, `images` or their `partners`; it only asks for those that its views are drawn from. */
export function viewInputs(
  { data: { channels, size, storeSize } }: Pick<RunConfig, "data">,
  batchSize: number,
  name: "images" | "partners",
): ViewPictures {
  const pictures = (of: string, sides: readonly [number, number]) =>
    toUnit(input(of, [batchSize, channels, ...sides], "uint8"));
  const plain = pictures(name, size);
  if (storeSize === null) return { plain };
  const whole = {
    pictures: pictures(`${name}/whole`, storeSize),
    aspects: input(`${name}/aspects`, [batchSize]),
  };
  return { plain, whole };
}

/** Samples as views need them: some of the pictures as the encoder sees them, the whole ones, and their proportions. */
export interface ViewArrays {
  /** Bytes, `[count, C, H, W]`. */
  readonly images?: Uint8Array;
  readonly whole?: { readonly images: Uint8Array; readonly aspects: Float32Array };
}

/** What a program is fed of a batch, by the names of `viewInputs`. */
export function viewFeeds(
  { images, whole }: ViewArrays,
  name: "images" | "partners",
): Record<string, Uint8Array | Float32Array> {
  return {
    ...(images === undefined ? {} : { [name]: images }),
    ...(whole === undefined ? {} : { [`${name}/whole`]: whole.images, [`${name}/aspects`]: whole.aspects }),
  };
}
