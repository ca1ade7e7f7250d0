import { runReport, type Table } from "../../report/index.js";
import type { Estimate } from "../arms/estimate.js";
import { type Claim, claimLine } from "../claim.js";
import { codeArms, pixelsName } from "./code-arms.js";
import type { CodeScores } from "./code-scores.js";
import { corruptions } from "./corruptions.js";

/** Every finished arm with what it may hold, what it loses and what it is worth. */
export function codeTable(scores: CodeScores): Table {
  const accuracy = (found: Estimate | null) =>
    found === null ? null : `${(100 * found.mean).toFixed(1)} ± ${(100 * found.error).toFixed(1)}`;
  const named = [
    ...codeArms.map((arm) => ({
      name: arm.name,
      title: arm.title,
      said: scores.capacity(arm)?.said ?? null,
    })),
    { name: pixelsName, title: "pixels (AUROC: distance from the mean)", said: null },
  ];
  return {
    columns: [
      ...["arm", "the code holds", "error left, %", "kNN, %", "probe, %", "probe of the code, %"],
      ...corruptions.map((kind) => `AUROC, ${kind}`),
    ],
    rows: named.flatMap(({ name, title, said }) => {
      if (!scores.has(name)) return [];
      const error = scores.mean(name, (result) => result.error);
      return [
        [
          ...[title, said, error === null ? null : (100 * error).toFixed(1)],
          ...(["knn", "probe", "codeProbe"] as const).map((which) => accuracy(scores.accuracy(name, which))),
          ...corruptions.map((kind) => scores.mean(name, ({ auroc }) => auroc[kind])?.toFixed(3) ?? null),
        ],
      ];
    }),
  };
}

/** Pictures of the report, by what they show. */
export const reportPictures = {
  capacity: "capacity.svg",
  error: "error-and-accuracy.svg",
  energy: "energies.svg",
} as const;

/** The text of `report.md`. */
export function codeReport(
  claims: readonly Claim[],
  scores: CodeScores,
  { setting, pictures }: { readonly setting: string; readonly pictures: readonly string[] },
): string {
  const held = claims.filter(({ holds }) => holds).length;
  const lines = claims.map((claim) => `- ${claimLine(claim)}`).join("\n");
  const sections = [
    {
      title: "What codes may hold",
      text: "Numbers of a code say how many directions it has, not how much each tells. Bits do where there is a bound: the divergence of a VAE's codes from its prior (what a code says of its picture, at most), and T log2 K of T whole numbers below K. The embedding is what the encoder gives, 256 numbers in all but the first chart; the code is what the limit is on: a VAE's mean, sparse numbers, a VQ-VAE's codes.",
      picture: { path: reportPictures.capacity, caption: "Accuracy over what a code may hold" },
    },
    {
      title: "A representation is not a copy",
      text: "Error left: squared, of held-out pictures in 0..1, as a share of the mean picture's. Denoising and masked autoencoders are measured on whole pictures; a VAE on one draw of its code.",
      picture: { path: reportPictures.error, caption: "Reconstruction error against accuracy" },
    },
    {
      title: "Reconstruction error as an energy",
      text: "F(x, x), each method's own error of a picture made of itself, of held-out pictures against the same with noise in every pixel, with a block of half the side hidden, or with another picture's lower half. AUROC 0.5 tells nothing.",
      picture: { path: reportPictures.energy, caption: "AUROC over the numbers of the code" },
    },
    { title: "Every arm", table: codeTable(scores) },
  ];
  return runReport({
    title: "How much a code may hold",
    summary: `${setting}\n\n${held} of ${claims.length} ${claims.length === 1 ? "claim holds" : "claims hold"}. A difference of accuracies counts where it is more than two standard errors (±).\n\n${lines}`,
    sections: sections.filter(({ picture }) => picture === undefined || pictures.includes(picture.path)),
  });
}
