import { claimOf } from "../arms/check.js";
import { change, difference, isMore, share } from "../arms/estimate.js";
import { digits } from "../claim.js";
import { rankCorrelation } from "../correlation.js";
import { codeArms, pixelsName } from "./code-arms.js";
import { remakingArms } from "./code-scores.js";
import { type Corruption, corruptions } from "./corruptions.js";
import type { PossibleClaim } from "./possible-claim.js";

const denoising = "denoising/noise";

/** Of a rank correlation, and of an AUROC. */
const [looselyRelated, wellTold] = [0.5, 0.9];

const done: Readonly<Record<Corruption, string>> = {
  noise: "pixels got noise",
  block: "a block is hidden",
  halves: "the lower half is another picture's",
};

/** Rows 114 and 27: what the reconstruction error says of a representation, and of pictures. */
export const errorClaims: readonly PossibleClaim[] = [
  {
    needs: codeArms.flatMap(({ name, kind, isTrained }) => (isTrained && kind !== "labels" ? [name] : [])),
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
        says: `over ${arms.length} arms, a small reconstruction error says little about accuracy (rank correlation within ± ${looselyRelated})`,
        holds: Math.abs(probe) < looselyRelated && Math.abs(knn) < looselyRelated,
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
];
