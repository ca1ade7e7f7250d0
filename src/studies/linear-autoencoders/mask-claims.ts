import { type Claim, digits, percent } from "../claim.js";
import { correlation } from "../correlation.js";
import { arm, type LearnedFacts } from "./learned-facts.js";
import { shares } from "./linear-arms.js";
import type { LinearResult } from "./linear-result.js";
import { meanOf } from "./recoverability.js";
import { madeValues } from "./study-rows.js";

/** Claims about what training with masks finds; each is judged by a threshold that its sentence names. */
export function maskClaims(facts: LearnedFacts): Claim[] {
  return [
    maskTreatment(facts),
    wholeAfterMasks(facts),
    ...oneMatrixForAllMasks(facts),
    ...recoveredClaims(facts),
  ];
}

function maskTreatment(facts: LearnedFacts): Claim {
  const [clamped, zero] = [arm(facts, "masked/unrolled/1"), arm(facts, "masked/unrolled/1/zero")];
  return {
    row: "53",
    says: "trained with masks, unrolled descent fills in better where ? leaves no residual than where it counts as 0",
    holds: clamped.filled < zero.filled,
    measured: `Error at masked values: ${percent(clamped.filled)} and ${percent(zero.filled)}.`,
  };
}

function wholeAfterMasks(facts: LearnedFacts): Claim {
  const [constant, scaled] = [arm(facts, "masked/unrolled/1"), arm(facts, "masked/unrolled/1/scaled")];
  const numbers = ({ spectrum, seen }: LinearResult) =>
    `largest singular value of D∘E ${digits(spectrum![0]!)}, error of whole ${facts.words.many} ${percent(seen)}`;
  return {
    row: "53",
    says: `unrolled descent that was trained with masks, at constant η, suits whole ${facts.words.many} (no direction more than doubled)`,
    holds: constant.spectrum![0]! < 2,
    measured: `Constant η: ${numbers(constant)}; η over the share of known values: ${numbers(scaled)}. At masked values: ${percent(constant.filled)} and ${percent(scaled.filled)}.`,
  };
}

function oneMatrixForAllMasks(facts: LearnedFacts): Claim[] {
  const error = (name: string) => arm(facts, `masked/${name}`).filled;
  const [fixed, adapted, ridged] = [
    error("two-matrices/0.25"),
    error("least-squares/0.25"),
    error("least-squares/0.25/ridge"),
  ];
  const others = shares.slice(1).map((share) => `${percent(error(`two-matrices/${share}`))} (${share}x)`);
  return [
    {
      row: "46, 49",
      says: "at the same code length (0.25x) least squares, whose matrix changes with the mask, fills in better than two matrices, which are the same for every mask",
      holds: adapted < fixed,
      measured: `Error at masked values: ${percent(adapted)} and ${percent(fixed)}. Of other lengths: least squares ${percent(error("least-squares/0.125"))} (0.125x), two matrices ${others.join(", ")}; unrolled, which adapts too, ${percent(error("unrolled/1"))} (1x).`,
    },
    {
      row: "49",
      says: "with a ridge of 0.01, which keeps codes small where few values are left, least squares (0.25x) fills in better than without, and than two matrices",
      holds: ridged < Math.min(adapted, fixed),
      measured: `Error at masked values: ${percent(ridged)}, ${percent(adapted)} and ${percent(fixed)}.`,
    },
  ];
}

function recoveredClaims(facts: LearnedFacts): Claim[] {
  const { regression, words } = facts;
  const made = arm(facts, "masked/least-squares/0.125/made").recovered;
  const parts = (list: readonly (number | null)[]) =>
    [meanOf(list.slice(0, madeValues.pattern)), meanOf(list.slice(madeValues.pattern))] as const;
  const [pattern, alone] = parts(made);
  const [patternKnown, aloneKnown] = parts(regression.made);
  const own = arm(facts, "masked/least-squares/0.25").recovered;
  const alike = correlation(regression.data, own);
  const known = regression.data.filter((value) => value !== null);
  const lost = known.filter((value) => value < 0.5).length;
  const masks = [arm(facts, "masked/two-matrices/1"), arm(facts, "masked/two-matrices/1/fixed")] as const;
  return [
    {
      row: "55",
      says: "made values: what cannot be told from the rest is not recovered, what can be is",
      holds: pattern > 0.5 && alone < 0.05,
      measured: `Mean R² of masked values that follow the pattern ${digits(pattern)} (ridge regression on all others ${digits(patternKnown)}), of those that follow nothing ${digits(alone)} (${digits(aloneKnown)}).`,
    },
    {
      row: "55",
      says: `${words.many}: a masked autoencoder recovers the ${words.values} that the others tell (correlation of R² above 0.5)`,
      holds: alike > 0.5,
      measured: `Correlation ${digits(alike)} over ${known.length} ${words.values} that vary; ${lost} of them have R² below 0.5 given all others, mean ${digits(meanOf(regression.data))}; of masked ${words.values}, least squares (0.25x) has a mean R² of ${digits(meanOf(own))}, unrolled descent (1x) ${digits(meanOf(arm(facts, "masked/unrolled/1").recovered))}.`,
    },
    {
      row: "55",
      says: "different masks help on average, against one mask for all of training",
      holds: masks[0].filled < masks[1].filled,
      measured: `Error at values masked anew: ${percent(masks[0].filled)} with different masks, ${percent(masks[1].filled)} with one.`,
    },
  ];
}
