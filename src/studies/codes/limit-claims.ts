import { claimOf } from "../arms/check.js";
import { change, difference, isMore, share } from "../arms/estimate.js";
import { codeArms, fullSize, type Kind, smallSize } from "./code-arms.js";
import type { CodeScores } from "./code-scores.js";
import type { PossibleClaim } from "./possible-claim.js";

const [small, unlimited, untrained] = [
  `numbers/${smallSize}`,
  `numbers/${fullSize}`,
  `untrained/${smallSize}`,
] as const;

/**
 * An arm of each kind whose limit is neither the tightest nor the loosest, chosen before anything was measured, and the
 * same method with the loosest, or none: what they differ by is the limit's, and not the method's.
 */
const limited: readonly {
  readonly kind: Kind;
  readonly arm: string;
  readonly loosest: string;
  readonly says: string;
}[] = [
  { kind: "numbers", arm: small, loosest: unlimited, says: `few numbers (${smallSize}, not ${fullSize})` },
  { kind: "noise", arm: "noise/1", loosest: "noise/0", says: "noise (VAE, β 1, not 0)" },
  { kind: "sparse", arm: "sparse/l1-0.1", loosest: "sparse/l1-0", says: "sparsity (L1 0.1, not 0)" },
  {
    ...{ kind: "discrete", arm: "discrete/32", loosest: "discrete/128" },
    says: "fewer whole numbers (VQ-VAE, 32 codes, not 128)",
  },
];

/** Rows 102 and 33: what limits of a code are good for. */
export const limitClaims: readonly PossibleClaim[] = [
  {
    needs: [small, untrained],
    make(scores) {
      const learned = difference(scores.of(untrained, "probe"), scores.of(small, "probe"));
      return claimOf(
        { row: "102", says: `a small code (${smallSize} numbers) that pictures are made of is useful` },
        [
          {
            text: `Linear probe of ${smallSize} numbers, untrained and trained: from ${change(learned)}`,
            holds: isMore(learned),
          },
        ],
      );
    },
  },
  {
    needs: [small, unlimited],
    make(scores) {
      const checks = (["probe", "knn"] as const).map((which) => {
        const gain = difference(scores.of(unlimited, which), scores.of(small, which));
        const judge = which === "knn" ? "kNN" : "Linear probe";
        return {
          text: `${judge} with ${fullSize} and ${smallSize} numbers: from ${change(gain)}`,
          holds: isMore(gain),
        };
      });
      return claimOf(
        {
          row: "102",
          says: `it is the small size that forces it: ${smallSize} numbers tell more than ${fullSize}, by probe and kNN`,
        },
        checks,
      );
    },
  },
  ...limited.map(
    ({ kind, arm, loosest, says }): PossibleClaim => ({
      needs: [arm, loosest],
      make(scores) {
        const gain = difference(scores.of(loosest, "probe"), scores.of(arm, "probe"));
        const claim = claimOf(
          { row: "33", says: `limiting the code by ${says} makes the embedding more useful` },
          [
            {
              text: `Linear probe of the same method without and with the limit: from ${change(gain)}`,
              holds: isMore(gain),
            },
          ],
        );
        return { ...claim, measured: `${claim.measured} ${sweep(scores, kind)}` };
      },
    }),
  ),
];

/** The arms of a kind: what their codes may hold, and what probes tell of embedding and code. */
function sweep(scores: CodeScores, kind: Kind): string {
  const told = codeArms.flatMap((arm) => {
    const capacity = arm.kind === kind ? scores.capacity(arm) : null;
    if (capacity === null) return [];
    const code = scores.accuracy(arm.name, "codeProbe");
    const apart = code === null ? "" : `, of the code ${share(code.mean)}`;
    return [`${capacity.said}: ${share(scores.of(arm.name, "probe").mean)}${apart}`];
  });
  return `All of this kind: ${told.join("; ")}.`;
}
