import type { Method } from "../methods/index.js";
import { type Positives, positivesOf } from "./positives-config.js";

/** Whether training reads labels: for the method's loss, or to find positives. */
export function readsLabels(
  config: { readonly positives?: Positives | undefined },
  { labels }: Pick<Method, "labels">,
): boolean {
  return labels || positivesOf(config).kind === "class";
}

/** Whether a step is fed labels: for the method's loss, or so that it pushes apart no two samples of a class. */
export function feedsLabels(
  config: { readonly positives?: Positives | undefined },
  { labels, pushesApart }: Pick<Method, "labels" | "pushesApart">,
): boolean {
  return labels || (pushesApart && positivesOf(config).kind === "class");
}
