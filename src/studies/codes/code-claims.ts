import { claimOf } from "../arms/check.js";
import { change, difference, isMore, share } from "../arms/estimate.js";
import { type Claim, digits } from "../claim.js";
import { rankCorrelation } from "../correlation.js";
import { codeArms, fullSize, type Kind, pixelsName, smallSize } from "./code-arms.js";
import { type CodeScores, remakingArms } from "./code-scores.js";
import { type Corruption, corruptions } from "./corruptions.js";

/** A claim, and the arms without which it says nothing. */
interface PossibleClaim {
  readonly needs: readonly string[];
  make(scores: CodeScores): Claim;
}

const [small, unlimited, untrained, denoising] = [
  `numbers/${smallSize}`,
  `numbers/${fullSize}`,
  `untrained/${smallSize}`,
  "denoising/noise",
];

/** Of a rank correlation, and of an AUROC. */
const [looselyRelated, wellTold] = [0.5, 0.9];

/** An arm of each kind whose limit is neither the tightest nor the loosest, chosen before anything was measured. */
const limited: readonly { readonly kind: Kind; readonly arm: string; readonly says: string }[] = [
  { kind: "numbers", arm: small, says: `few numbers (${smallSize})` },
  { kind: "noise", arm: "noise/1", says: "noise (VAE, β 1)" },
  { kind: "sparse", arm: "sparse/l1-0.1", says: "sparsity (L1 0.1)" },
  { kind: "discrete", arm: "discrete/32", says: "whole numbers (VQ-VAE, 32 codes)" },
];

const possible: readonly PossibleClaim[] = [
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
    ({ kind, arm, says }): PossibleClaim => ({
      needs: [arm, unlimited],
      make(scores) {
        const gain = difference(scores.of(unlimited, "probe"), scores.of(arm, "probe"));
        const claim = claimOf(
          { row: "33", says: `limiting the code by ${says} makes the embedding more useful` },
          [
            {
              text: `Linear probe without and with the limit: from ${change(gain)}`,
              holds: isMore(gain),
            },
          ],
        );
        return { ...claim, measured: `${claim.measured} ${sweep(scores, kind)}` };
      },
    }),
  ),
  {
    needs: codeArms.flatMap(({ name, kind }) => (kind === "numbers" ? [name] : [])),
    make(scores) {
      const arms = remakingArms(scores);
      const errors = arms.map(({ error }) => -error);
      const by = (which: "probe" | "knn") =>
        rankCorrelation(
          errors,
          arms.map((arm) => arm[which].mean),
        );
      const [probe, knn] = [by("probe"), by("knn")];
      return {
        row: "114",
        says: `over ${arms.length} arms, a small reconstruction error says little about accuracy (rank correlation below ${looselyRelated})`,
        holds: probe < looselyRelated && knn < looselyRelated,
        measured: `Rank correlation of a small error with the accuracy of the probe ${digits(probe)}, with that of kNN ${digits(knn)}.`,
      };
    },
  },
  {
    needs: [pixelsName, denoising],
    make(scores) {
      const checks = (["probe", "knn"] as const).map((which) => {
        const gain = difference(scores.of(pixelsName, which), scores.of(denoising, which));
        return {
          text: `${which === "knn" ? "kNN" : "Linear probe"} from ${change(gain)}`,
          holds: isMore(gain),
        };
      });
      const error = scores.mean(denoising, (result) => result.error) ?? Number.NaN;
      const claim = claimOf(
        {
          row: "114",
          says: "a representation that loses something tells more than a copy: a denoising autoencoder's against pixels",
        },
        checks,
      );
      return {
        ...claim,
        measured: `${claim.measured} It loses ${share(error)} of what the mean picture does.`,
      };
    },
  },
  ...corruptions.map(
    (kind): PossibleClaim => ({
      needs: [pixelsName, denoising],
      make(scores) {
        const told = (name: string) => scores.mean(name, ({ auroc }) => auroc[kind]) ?? Number.NaN;
        const [own, distance] = [told(denoising), told(pixelsName)];
        return {
          row: "27",
          says: `the error of a denoising autoencoder is an energy: higher where ${done[kind]} (AUROC above ${wellTold}, and above that of the distance from the mean picture)`,
          holds: own > wellTold && own > distance,
          measured: `AUROC ${own.toFixed(3)}; of the distance from the mean picture ${distance.toFixed(3)}.`,
        };
      },
    }),
  ),
  {
    needs: ["labels/nothing", "labels/noise", "labels/hiding", "labels/usual"],
    make(scores) {
      const gain = (view: string) =>
        difference(scores.of("labels/nothing", "probe"), scores.of(`labels/${view}`, "probe"));
      const claim = claimOf(
        {
          row: "44",
          says: "noise and hidden parts act as augmentation: supervised training with few labels gains by each, at equal steps",
        },
        ["noise", "hiding"].map((view) => ({
          text: `${view === "noise" ? "Linear probe with noise: from" : "with hidden blocks: from"} ${change(gain(view))}`,
          holds: isMore(gain(view)),
        })),
      );
      const own = ["nothing", "noise", "hiding", "usual"].map((view) => {
        const accuracy = scores.mean(`labels/${view}`, ({ facts }) => facts.accuracy);
        return `${view} ${share(accuracy ?? Number.NaN)}`;
      });
      return {
        ...claim,
        measured: `${claim.measured} With the usual augmentation: from ${change(gain("usual"))}. Their own classifiers: ${own.join(", ")}.`,
      };
    },
  },
];

export const done: Readonly<Record<Corruption, string>> = {
  noise: "pixels got noise",
  block: "a block is hidden",
  halves: "the lower half is another picture's",
};

/** Every claim that the finished arms can test. */
export function codeClaims(scores: CodeScores): Claim[] {
  return possible.flatMap(({ needs, make }) =>
    needs.every((name) => scores.has(name)) ? [make(scores)] : [],
  );
}

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
