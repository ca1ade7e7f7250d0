import * as z from "zod";
import { option } from "../option.js";

/** What a person may say about how pictures are read. */
export const pictureOptions = {
  /** Side of the square that pictures are resized to. */
  size: option(
    z.int().min(8),
    "pixels",
    "side of the square that pictures are resized to (default: automatic)",
  ),
  /**
   * Side of the square that has as many pixels as are kept of whole pictures, which crops are taken from; at most as
   * many as the pictures have, and more where their shapes differ, since one shape has to suit nine of ten. Default
   * "auto": 2.5 times `size`.
   */
  storeSize: option(
    z.union([z.int().min(8), z.literal("auto")]),
    "pixels",
    "side of the square that has as many pixels as are kept of whole pictures, for crops (default: auto, 2.5 times the size)",
  ),
  channels: option(
    z.union([z.literal(1), z.literal(3), z.literal(4)]),
    "n",
    "1, 3 or 4 (default: 1 when every picture is grey, else 3)",
  ),
  /**
   * Which values are black and white in pictures of 16 bits, with signs or of floating point. Default "auto": 0 to 1,
   * 255 or 65535 where the values use half of that, else the range of the values.
   */
  valueRange: option(
    z.union([z.tuple([z.number(), z.number()]).readonly(), z.literal("auto")]),
    "range",
    "black and white in pictures of more than 8 bits, such as 0,4095 (default: auto, by their values)",
  ),
  background: option(z.string().min(1), "colour", "colour behind transparent pixels (default: white)"),
  fit: option(z.enum(["cover", "contain"]), "how", "cut to fill the square, or show all with borders"),
} as const;
