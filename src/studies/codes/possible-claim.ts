import type { Claim } from "../claim.js";
import type { CodeScores } from "./code-scores.js";

/** A claim, and the arms without which it says nothing. */
export interface PossibleClaim {
  readonly needs: readonly string[];
  make(scores: CodeScores): Claim;
}
