import type { Claim } from "../claim.js";

/** One part of a claim: what was measured, and whether it is as the claim has it. */
export interface Check {
  readonly text: string;
  readonly holds: boolean;
}

/** A claim holds where all of its parts do. */
export function claimOf({ row, says }: Pick<Claim, "row" | "says">, checks: readonly Check[]): Claim {
  const measured = checks.map(({ text, holds }) => `${text}, ${holds ? "as claimed" : "not as claimed"}`);
  return { row, says, holds: checks.every(({ holds }) => holds), measured: `${measured.join("; ")}.` };
}
