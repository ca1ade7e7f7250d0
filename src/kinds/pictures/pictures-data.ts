import * as z from "zod";
import { anyData } from "../any-data.js";

const side = z.int().positive().max(16384);

/** What a run keeps of pictures: where they are, how they are read, and what is standardised. */
export const picturesData = z
  .strictObject({
    ...anyData,
    kind: z.literal("pictures"),
    size: z.tuple([side, side]),
    /** Shape of the whole pictures that crops are taken from; null where those of `size` show as much. */
    storeSize: z.tuple([side, side]).nullable(),
    channels: z.union([z.literal(1), z.literal(3), z.literal(4)]),
    /** What became black and white in pictures of more than 8 bits; null where there were none. */
    valueRange: z.tuple([z.number(), z.number()]).nullable(),
    background: z.string(),
    fit: z.enum(["cover", "contain"]),
    /** Mean and deviation of each channel, of numbers 0..1, in the training data. */
    standardise: z.strictObject({ mean: z.array(z.number()), deviation: z.array(z.number().positive()) }),
  })
  .refine(
    ({ channels, standardise: { mean, deviation } }) =>
      mean.length === channels && deviation.length === channels,
    { path: ["standardise"], error: "standardise has another number of channels than data.channels" },
  );

export type PicturesData = z.output<typeof picturesData>;
