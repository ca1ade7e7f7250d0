import { claimOf } from "../arms/check.js";
import { change, difference, isMore } from "../arms/estimate.js";
import type { Claim } from "../claim.js";
import type { CodeScores } from "./code-scores.js";
import { errorClaims } from "./error-claims.js";
import { limitClaims } from "./limit-claims.js";
import type { PossibleClaim } from "./possible-claim.js";

const views = ["nothing", "noise", "hiding", "usual"] as const;

/** Row 44: the classifier that was trained with few labels judges, on pictures as they are. */
const augmentationClaim: PossibleClaim = {
  needs: views.map((view) => `labels/${view}`),
  make(scores) {
    const gain = (view: (typeof views)[number], which: "own" | "probe") =>
      difference(scores.of("labels/nothing", which), scores.of(`labels/${view}`, which));
    const claim = claimOf(
      {
        row: "44",
        says: "noise and hidden parts act as augmentation: supervised training with few labels gains by each, at equal steps",
      },
      (["noise", "hiding"] as const).map((view) => ({
        text: `${view === "noise" ? "Held-out accuracy with noise: from" : "with hidden blocks: from"} ${change(gain(view, "own"))}`,
        holds: isMore(gain(view, "own")),
      })),
    );
    const probes = views.slice(1).map((view) => `with ${view} from ${change(gain(view, "probe"))}`);
    return {
      ...claim,
      measured: `${claim.measured} With the usual augmentation: from ${change(gain("usual", "own"))}. Probes of the encoders, which many labels fit: ${probes.join(", ")}.`,
    };
  },
};

/** Every claim that the finished arms can test. */
export function codeClaims(scores: CodeScores): Claim[] {
  return [...limitClaims, ...errorClaims, augmentationClaim].flatMap(({ needs, make }) =>
    needs.every((name) => scores.has(name)) ? [make(scores)] : [],
  );
}
