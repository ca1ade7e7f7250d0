import * as z from "zod";

/** Where the second view of a positive pair comes from. */
export const positivesConfig = z.discriminatedUnion("kind", [
  /** The sample itself, seen through other augmentations. */
  z.strictObject({ kind: z.literal("augmentation") }),
  /** Another sample of the same class; reads labels. */
  z.strictObject({ kind: z.literal("class") }),
  /** A sample at most `window` places away in the same folder. */
  z.strictObject({ kind: z.literal("time"), window: z.int().positive() }),
  /** The sample of the same name in a second source. */
  z.strictObject({ kind: z.literal("paired"), path: z.string().min(1) }),
]);

export type Positives = z.output<typeof positivesConfig>;

/** What a configuration says; those written before there was a choice say nothing. */
export function positivesOf({ positives }: { readonly positives?: Positives | undefined }): Positives {
  return positives ?? { kind: "augmentation" };
}
