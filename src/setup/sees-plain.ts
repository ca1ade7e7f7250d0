import type { Method } from "../methods/index.js";

/** Whether a method sees pictures as they are, whatever augmentations a run has. */
export function seesPlain({ views }: Pick<Method, "views">): boolean {
  return views.every(({ strength }) => strength === "none");
}
