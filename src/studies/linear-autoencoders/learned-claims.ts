import { type Claim, digits, percent } from "../claim.js";
import { shares } from "./linear-arms.js";
import type { LinearResult } from "./linear-result.js";
import { correlation, meanOf } from "./recoverability.js";
import { madeValues } from "./study-rows.js";

/** What was measured of arms that were trained, and what it is to be read beside. */
export interface LearnedFacts {
  readonly results: ReadonlyMap<string, LinearResult>;
  /** The best linear map from noisy to clean pictures, Σ (Σ + σ² I)^-1. */
  readonly optimum: { readonly distanceSeen: number; readonly denoised: number };
  /** Error of noisy pictures as they are, relative to |x|². */
  readonly noisy: number;
  /** R² of each value given the others, by ridge regression. */
  readonly regression: {
    readonly pictures: readonly (number | null)[];
    readonly made: readonly (number | null)[];
  };
  /** Values of a picture. */
  readonly values: number;
}

/** Claims about what training finds; each is judged by a threshold that its sentence names. */
export function learnedClaims(facts: LearnedFacts): Claim[] {
  return [
    ...(["two-matrices", "unrolled"] as const).map((form) => identityClaim(facts, form)),
    trainedDescent(facts),
    maskTreatment(facts),
    oneMatrixForAllMasks(facts),
    ...recoveredClaims(facts),
    moreRoom(facts),
    purification(facts),
    bottleneck(facts),
    sparseCode(facts),
  ];
}

function arm({ results }: Pick<LearnedFacts, "results">, name: string): LinearResult {
  return results.get(name) as LinearResult;
}

const long = shares.filter((share) => share >= 1);

function identityClaim(facts: LearnedFacts, form: "two-matrices" | "unrolled"): Claim {
  const of = (surrogate: string) => long.map((share) => arm(facts, `${surrogate}/${form}/${share}`));
  const [vanilla, denoising] = [of("vanilla"), of("denoising")];
  const list = (some: readonly LinearResult[]) =>
    some.map(({ distanceSeen }, i) => `${digits(distanceSeen ?? Number.NaN)} (code ${long[i]}x)`).join(", ");
  return {
    row: "43",
    says: `${form.replace("-", " ")}: with a code as long as the picture or longer the vanilla autoencoder comes near the identity (an error below 1 %), and the denoising one stays at least twice as far from it`,
    holds: vanilla.every(
      ({ seen, distanceSeen }, i) => seen < 0.01 && 2 * distanceSeen! <= denoising[i]!.distanceSeen!,
    ),
    measured: `Distance of D∘E from I on the directions that hold 99 % of pictures: vanilla ${list(vanilla)}, denoising ${list(denoising)}; the best linear map for this noise has ${digits(facts.optimum.distanceSeen)}. Errors of vanilla: ${vanilla.map(({ seen }) => percent(seen)).join(", ")}.`,
  };
}

function trainedDescent(facts: LearnedFacts): Claim {
  const { depths } = arm(facts, "vanilla/unrolled/2");
  const trained = depths.find(({ steps }) => steps === 8)!;
  const best = depths.reduce((least, one) => (one.denoised < least.denoised ? one : least));
  const last = depths.at(-1)!;
  return {
    row: "52",
    says: "unrolled gradient descent with a code of twice the picture's size, trained on clean pictures: fewer steps denoise better than many",
    holds: best.steps < last.steps && best.denoised < 0.8 * last.denoised,
    measured: `Error of noisy pictures ${percent(best.denoised)} after ${best.steps} steps, ${percent(trained.denoised)} after the ${trained.steps} of training, ${percent(last.denoised)} after ${last.steps}; as they are ${percent(facts.noisy)}.`,
  };
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

function oneMatrixForAllMasks(facts: LearnedFacts): Claim {
  const fixed = shares.map((share) => arm(facts, `masked/two-matrices/${share}`).filled);
  const adapted = arm(facts, "masked/least-squares/0.25").filled;
  return {
    row: "46, 49",
    says: "least squares, whose matrix changes with the mask, fills in better than two matrices, which are the same for every mask",
    holds: adapted < Math.min(...fixed),
    measured: `Error at masked values: least squares ${percent(adapted)} (code 0.25x); two matrices ${fixed.map((error, i) => `${percent(error)} (${shares[i]}x)`).join(", ")}.`,
  };
}

function recoveredClaims(facts: LearnedFacts): Claim[] {
  const { regression } = facts;
  const made = arm(facts, "masked/least-squares/0.125/made").recovered;
  const parts = (list: readonly (number | null)[]) =>
    [meanOf(list.slice(0, madeValues.pattern)), meanOf(list.slice(madeValues.pattern))] as const;
  const [pattern, alone] = parts(made);
  const [patternKnown, aloneKnown] = parts(regression.made);
  const own = arm(facts, "masked/least-squares/0.25").recovered;
  const alike = correlation(regression.pictures, own);
  const known = regression.pictures.filter((value) => value !== null);
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
      says: "pictures: a masked autoencoder recovers the pixels that the others tell (correlation of R² above 0.5)",
      holds: alike > 0.5,
      measured: `Correlation ${digits(alike)} over ${known.length} pixels that vary; ${lost} of them have R² below 0.5 given all others, mean ${digits(meanOf(regression.pictures))}; masked least squares recovers ${digits(meanOf(own))} on average from the part that is left.`,
    },
    {
      row: "55",
      says: "different masks help on average, against one mask for all of training",
      holds: masks[0].filled < masks[1].filled,
      measured: `Error at values masked anew: ${percent(masks[0].filled)} with different masks, ${percent(masks[1].filled)} with one.`,
    },
  ];
}

function moreRoom(facts: LearnedFacts): Claim {
  const [at, above] = [arm(facts, "vanilla/two-matrices/1"), arm(facts, "vanilla/two-matrices/2")];
  return {
    row: "58",
    says: "more rows of A leave more room for a lucky guess: at equal steps the longer code has the lower error",
    holds: above.seen < at.seen,
    measured: `Error of whole pictures: ${percent(above.seen)} with a code of 2x, ${percent(at.seen)} with 1x.`,
  };
}

function purification(facts: LearnedFacts): Claim {
  const [short, wide, vanilla] = [
    arm(facts, "denoising/two-matrices/0.25"),
    arm(facts, "denoising/two-matrices/2"),
    arm(facts, "vanilla/two-matrices/2"),
  ];
  const above = ({ spectrum }: LinearResult) => spectrum!.filter((value) => value > 0.5).length;
  return {
    row: "58",
    says: "a code of twice the picture's size purifies by shrinking some directions, at most a tenth worse than a bottleneck of a quarter",
    holds: wide.denoised <= 1.1 * short.denoised && wide.denoised < facts.noisy,
    measured: `Error of noisy pictures: ${percent(wide.denoised)} (2x), ${percent(short.denoised)} (0.25x), best linear map ${percent(facts.optimum.denoised)}, as they are ${percent(facts.noisy)}. Singular values of D∘E above 0.5: ${above(wide)} of ${facts.values}, vanilla ${above(vanilla)}; largest ${digits(wide.spectrum![0]!)}.`,
  };
}

function bottleneck(facts: LearnedFacts): Claim {
  const { distance } = arm(facts, "vanilla/two-matrices/0.25");
  const [at] = [arm(facts, "vanilla/two-matrices/1")];
  const least = Math.sqrt(1 - Math.round(0.25 * facts.values) / facts.values);
  return {
    row: "67",
    says: "a code shorter than the picture cannot become the identity",
    holds: distance! >= least - 1e-6,
    measured: `Distance of D∘E from I: ${digits(distance!)} with 0.25x, where its rank alone forces ${digits(least)}; ${digits(at.distance!)} with 1x.`,
  };
}

function sparseCode(facts: LearnedFacts): Claim {
  const of = (surrogate: string) =>
    ["", "/sparse"].map((variant) => arm(facts, `${surrogate}/two-matrices/2${variant}`)) as [
      LinearResult,
      LinearResult,
    ];
  const [vanilla, denoising] = [of("vanilla"), of("denoising")];
  return {
    row: "67",
    says: "a sparse code (the largest eighth of its numbers) is a bottleneck too: trained without noise it lets less noise through than a dense code of the same length",
    holds: vanilla[1].denoised < vanilla[0].denoised,
    measured: `Error of noisy pictures, sparse and dense: ${percent(vanilla[1].denoised)} and ${percent(vanilla[0].denoised)} trained without noise, ${percent(denoising[1].denoised)} and ${percent(denoising[0].denoised)} with it; of whole ones ${percent(vanilla[1].seen)} and ${percent(vanilla[0].seen)}.`,
  };
}
