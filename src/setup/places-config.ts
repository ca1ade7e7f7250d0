import * as z from "zod";

const place = z.string().min(1).nullable();

/**
 * Absolute paths of what a run reads, beside what was typed: a relative path means something only in the folder that it
 * was typed in. Null for what is no path: data that are known by name, labels from folders, no second source.
 */
export const placesConfig = z.strictObject({ data: place, labels: place, pair: place });

export type Places = z.output<typeof placesConfig>;
