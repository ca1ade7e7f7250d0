import { type Claim, digits, percent } from "../claim.js";
import { arm, type LearnedFacts } from "./learned-facts.js";
import { shares } from "./linear-arms.js";
import type { LinearResult } from "./linear-result.js";

/** Claims about the identity, noise and the code's size; each is judged by a threshold that its sentence names. */
export function spectrumClaims(facts: LearnedFacts): Claim[] {
  return [
    ...(["two-matrices", "unrolled"] as const).map((form) => identityClaim(facts, form)),
    trainedDescent(facts),
    moreRoom(facts),
    purification(facts),
    bottleneck(facts),
    sparseCode(facts),
  ];
}

const long = shares.filter((share) => share >= 1);

function identityClaim(facts: LearnedFacts, form: "two-matrices" | "unrolled"): Claim {
  const of = (surrogate: string) => long.map((share) => arm(facts, `${surrogate}/${form}/${share}`));
  const [vanilla, denoising] = [of("vanilla"), of("denoising")];
  const list = (some: readonly LinearResult[]) =>
    some.map(({ distanceSeen }, i) => `${digits(distanceSeen ?? Number.NaN)} (code ${long[i]}x)`).join(", ");
  return {
    row: "43",
    says: `${form.replace("-", " ")}: with a code as long as the ${facts.words.one} or longer the vanilla autoencoder comes near the identity (an error below 1 %), and the denoising one stays at least twice as far from it`,
    holds: vanilla.every(
      ({ seen, distanceSeen }, i) => seen < 0.01 && 2 * distanceSeen! <= denoising[i]!.distanceSeen!,
    ),
    measured: `Distance of D∘E from I on the directions that hold 99 % of ${facts.words.many}: vanilla ${list(vanilla)}, denoising ${list(denoising)}; the best linear map for this noise has ${digits(facts.optimum.distanceSeen)}. Errors of vanilla: ${vanilla.map(({ seen }) => percent(seen)).join(", ")}.`,
  };
}

function trainedDescent(facts: LearnedFacts): Claim {
  const { depths } = arm(facts, "vanilla/unrolled/2");
  const trained = depths.find(({ steps }) => steps === 8)!;
  const best = depths.reduce((least, one) => (one.denoised < least.denoised ? one : least));
  const last = depths.at(-1)!;
  return {
    row: "52",
    says: `unrolled gradient descent with a code of twice the ${facts.words.one}'s size, trained on clean ${facts.words.many}: fewer steps denoise better than many`,
    holds: best.steps < last.steps && best.denoised < 0.8 * last.denoised,
    measured: `Error of noisy ${facts.words.many} ${percent(best.denoised)} after ${best.steps} steps, ${percent(trained.denoised)} after the ${trained.steps} of training, ${percent(last.denoised)} after ${last.steps}; as they are ${percent(facts.noisy)}.`,
  };
}

function moreRoom(facts: LearnedFacts): Claim {
  const [at, above] = [arm(facts, "vanilla/two-matrices/1"), arm(facts, "vanilla/two-matrices/2")];
  return {
    row: "58",
    says: "more rows of A leave more room for a lucky guess: at equal steps the longer code has the lower error",
    holds: above.seen < at.seen,
    measured: `Error of whole ${facts.words.many}: ${percent(above.seen)} with a code of 2x, ${percent(at.seen)} with 1x.`,
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
    says: `a code of twice the ${facts.words.one}'s size purifies by shrinking some directions, at most a tenth worse than a bottleneck of a quarter`,
    holds: wide.denoised <= 1.1 * short.denoised && wide.denoised < facts.noisy,
    measured: `Error of noisy ${facts.words.many}: ${percent(wide.denoised)} (2x), ${percent(short.denoised)} (0.25x), best linear map ${percent(facts.optimum.denoised)}, as they are ${percent(facts.noisy)}. Singular values of D∘E above 0.5: ${above(wide)} of ${facts.values}, vanilla ${above(vanilla)}; largest ${digits(wide.spectrum![0]!)}.`,
  };
}

function bottleneck(facts: LearnedFacts): Claim {
  const { distance } = arm(facts, "vanilla/two-matrices/0.25");
  const at = arm(facts, "vanilla/two-matrices/1");
  const least = Math.sqrt(1 - Math.round(0.25 * facts.values) / facts.values);
  return {
    row: "67",
    says: `a code shorter than the ${facts.words.one} cannot become the identity`,
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
    says: "a sparse code (the largest eighth of its numbers) is a bottleneck too: trained without noise less noise gets through than with a dense code of the same length, by a tenth at least",
    holds: vanilla[1].denoised < 0.9 * vanilla[0].denoised,
    measured: `Error of noisy ${facts.words.many}, sparse and dense: ${percent(vanilla[1].denoised)} and ${percent(vanilla[0].denoised)} trained without noise, ${percent(denoising[1].denoised)} and ${percent(denoising[0].denoised)} with it; of whole ones ${percent(vanilla[1].seen)} and ${percent(vanilla[0].seen)}.`,
  };
}
