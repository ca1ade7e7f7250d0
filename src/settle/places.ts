import { resolve } from "node:path";
import { namedData } from "../data/index.js";
import type { Places } from "../setup/index.js";

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
