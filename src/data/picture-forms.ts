import type { CacheKey } from "./cache-key.js";
import type { Form } from "./decode-into.js";
import type { PictureTarget } from "./decode-picture.js";
import type { ImageSettings } from "./image-options.js";
import type { PictureShape } from "./picture-shape.js";
import { decodedSide } from "./stored-size.js";
import { wholeRecordBytes } from "./whole-record.js";

/**
 * What pictures are decoded to: the shape that everything sees, and behind it, where they are kept whole, what crops are
 * taken from.
 *
 * @param keyOf names the pictures for a target
 */
export function pictureForms(
  { channels, height, width, storeSize }: Omit<PictureShape, "sizeNote">,
  valueRange: PictureTarget["valueRange"],
  { background, fit, maxPixels, keepWhole }: ImageSettings,
  keyOf: (target: PictureTarget) => Promise<CacheKey>,
): readonly [plain: Form, whole?: Form] {
  const common = { channels, background, maxPixels, valueRange };
  const size = [height, width] as const;
  const plain: Form = {
    target: { ...common, height, width, fit, decodedSide: decodedSide(size, null) },
    shape: [channels, height, width],
    recordBytes: channels * height * width,
    key: () => keyOf(plain.target),
  };
  if (!keepWhole || storeSize === null) return [plain];
  const [tall, wide] = storeSize;
  const shape = [channels, tall, wide] as const;
  const whole: Form = {
    target: { ...common, height: tall, width: wide, fit: "whole", decodedSide: decodedSide(size, storeSize) },
    shape,
    recordBytes: wholeRecordBytes(shape),
    key: () => keyOf(whole.target),
  };
  return [plain, whole];
}
