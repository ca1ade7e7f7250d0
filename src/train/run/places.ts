import { resolve } from "node:path";
import * as z from "zod";
import { namedData } from "../../data/index.js";

const place = z.string().min(1).nullable();

/**
 * Absolute paths of what a run reads, beside what was typed: a relative path means something only in the folder that it
 * was typed in. Null for what is no path: data that are known by name, labels from folders, no second source.
 */
export const placesConfig = z.strictObject({ data: place, labels: place, pair: place });

export type Places = z.output<typeof placesConfig>;

/** Words for labels that name no file. */
const labelWays: readonly string[] = ["auto", "folders", "parent", "none"];

/** Where things are that were typed in the current folder. */
export function placesOf({
  data,
  labels,
  pair,
}: {
  readonly data: string;
  readonly labels?: string | undefined;
  readonly pair?: string | undefined;
}): Places {
  return {
    data: placeOfData(data),
    labels: labels === undefined || labelWays.includes(labels) ? null : resolve(labels),
    pair: pair === undefined ? null : placeOfData(pair),
  };
}

function placeOfData(data: string): string | null {
  return namedData.includes(data) ? null : resolve(data);
}
