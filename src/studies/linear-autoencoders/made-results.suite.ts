import { linearArms } from "./linear-arms.js";
import { drawnRows, type LinearResult } from "./linear-result.js";
import { madeValues } from "./study-rows.js";

/** Error at masked values, of variants. */
const filledBy: Readonly<Record<string, number>> = { zero: 0.4, fixed: 0.4, ridge: 0.08 };

/** Results of every arm as the lecture would have them, for pictures of so many values. */
export function madeResults(values: number): Map<string, LinearResult> {
  return new Map(
    linearArms.map(({ name, surrogate, form, share, kept, data }) => {
      const isVanilla = surrogate === "vanilla";
      const isIdentity = isVanilla && share >= 1 && kept === undefined;
      const count = data === "made" ? madeValues.pattern + madeValues.alone : values;
      const result: LinearResult = {
        name,
        loss: 0.1,
        seen: isIdentity ? 0.001 * (3 - share) : 0.05,
        denoised: isIdentity ? 0.25 : 0.1,
        filled: filledBy[name.split("/").at(-1)!] ?? (form === "least-squares" ? 0.1 : 0.2),
        distance: share < 1 ? 0.9 : 0.3,
        distanceSeen: isIdentity ? 0.05 : 0.5,
        spectrum: kept === undefined ? Array.from({ length: count }, (_, i) => 1 / (i + 1)) : null,
        recovered: Array.from({ length: count }, (_, i) =>
          data === "made" ? (i < madeValues.pattern ? 0.8 : 0) : i / count,
        ),
        depths:
          form === "unrolled"
            ? [4, 8, 128].map((steps) => ({ steps, seen: 0.1, denoised: steps / 100 }))
            : [],
        drawn: {
          denoised: new Array(drawnRows * count).fill(9),
          filled: new Array(drawnRows * count).fill(9),
        },
        seconds: 1,
      };
      return [name, result];
    }),
  );
}
