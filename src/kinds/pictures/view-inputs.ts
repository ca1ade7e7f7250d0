import type { WholePictures } from "../../augment/index.js";
import { input, type Tensor } from "../../tensor/index.js";
import type { Feeds, Side } from "../kind.js";
import { toUnit } from "./picture-facts.js";
import type { PicturesData } from "./pictures-data.js";

/** Names of inputs: of pictures as they are, to which those of whole ones add. */
const names = { samples: "images", partners: "partners" } as const satisfies Record<Side, string>;

/** Pictures that views are drawn from, as tensors. */
export interface ViewPictures {
  /** `[N, C, H, W]`, 0 to 1. */
  readonly plain: Tensor;
  readonly whole?: WholePictures;
}

/** Pictures that a program is fed, `images` or their `partners`; it only asks for those that its views are drawn from. */
export function viewInputs(
  { channels, size, storeSize }: Pick<PicturesData, "channels" | "size" | "storeSize">,
  batchSize: number,
  side: Side,
): ViewPictures {
  const name = names[side];
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
export function viewFeeds({ images, whole }: ViewArrays, side: Side): Feeds {
  const name = names[side];
  return {
    ...(images === undefined ? {} : { [name]: images }),
    ...(whole === undefined ? {} : { [`${name}/whole`]: whole.images, [`${name}/aspects`]: whole.aspects }),
  };
}
