import { type ReportSection, runReport, type Table } from "../../report/index.js";
import { type Claim, claimLine, percent } from "../claim.js";
import { armTitle, linearArms } from "./linear-arms.js";
import type { LinearResult } from "./linear-result.js";
import { capitalised, type RowWords } from "./row-words.js";

/** Every arm with its errors. */
export function armTable(results: ReadonlyMap<string, LinearResult>, words: RowWords): Table {
  const far = (value: number | null) => (value === null ? null : value.toFixed(3));
  return {
    columns: [
      "arm",
      "loss",
      "whole",
      "from noisy",
      "at masked",
      "|D∘E - I|",
      `where ${words.many} are`,
      "largest σ",
      "s",
    ],
    rows: linearArms.flatMap((arm) => {
      const result = results.get(arm.name);
      if (result === undefined) return [];
      const { loss, seen, denoised, filled, distance, distanceSeen, spectrum, seconds } = result;
      const errors = [seen, denoised, filled].map(percent);
      return [
        [
          armTitle(arm),
          loss.toFixed(4),
          ...errors,
          far(distance),
          far(distanceSeen),
          far(spectrum?.[0] ?? null),
          seconds.toFixed(1),
        ],
      ];
    }),
  };
}

/** Pictures of the report, by what they show. */
export const reportPictures = {
  spectra: "spectra.svg",
  descent: "early-stopping.svg",
  recovery: "recoverability.png",
  drawn: "pictures.png",
} as const;

export interface ReportFacts {
  readonly claims: readonly Claim[];
  readonly results: ReadonlyMap<string, LinearResult>;
  readonly setting: string;
  readonly words: RowWords;
  /** R² of values that have names; null where values are drawn instead. */
  readonly named: Table | null;
}

/** The text of `report.md`. */
export function linearReport({ claims, results, setting, words, named }: ReportFacts): string {
  const held = claims.filter(({ holds }) => holds).length;
  return runReport({
    title: "What linear autoencoders do",
    summary: `${setting}\n\n${held} of ${claims.length} claims hold.\n\n${claims.map((claim) => `- ${claimLine(claim)}`).join("\n")}`,
    sections: [
      {
        title: "Singular values",
        text: `D∘E is one matrix for whole ${words.many}, so its singular values say what becomes of every direction. A vanilla autoencoder with a long code pushes them to 1 where ${words.many} vary; noise and masks push those of weak directions to 0.`,
        picture: { path: reportPictures.spectra, caption: "Singular values of D∘E after training" },
      },
      {
        title: "Early stopping",
        text: `Known pattern: clean signals lie in 8 of 64 directions, along which B has the singular value 1, and 0.15 along all others; the code has 96 numbers. ${capitalised(words.many)}: BB' is their second moments over the largest of their eigenvalues. The pattern descends with η = 0.3, the ${words.many} with 1. Up to 128 steps are run by the engine; more are powers of I - ηBB', which the engine's agree with. Trained B: of the vanilla arms, with the η of their training.`,
        picture: { path: reportPictures.descent, caption: "Errors and singular values over the steps" },
      },
      ...(named === null ? drawnSections : [namedSection(named)]),
      {
        title: "Every arm",
        text: `Errors on test ${words.many}, as a share of |x|². Whole: made of the ${words.one}; from noisy: of the ${words.one} and noise; at masked: at masked values, made of the others. Distances of D∘E from the identity are relative to that of 0: on all directions, and on those that hold 99 % of ${words.many}. Largest σ: singular value of D∘E.`,
        table: armTable(results, words),
      },
    ],
  });
}

const drawnSections: readonly ReportSection[] = [
  {
    title: "Which pixels the others tell",
    text: "The first map is the R² of each pixel given all others, by ridge regression on training pictures and measured on test pictures: more than any masked autoencoder can have, which sees a part of them. The others are of masked pixels, made by trained arms. Pale blue pixels are constant.",
    picture: { path: reportPictures.recovery, caption: "R² of each pixel" },
  },
  {
    title: "Pictures",
    picture: {
      path: reportPictures.drawn,
      caption: "Test pictures, noisy and masked, and what was made of them",
    },
  },
];

function namedSection(table: Table): ReportSection {
  return {
    title: "Which values the others tell",
    text: "R² of each value on test rows. Other columns and all other values: given these, by ridge regression on training rows; of a text column with values of its own (`sex = Female`, `sex = Male`) one is always told by the rest, so what the table holds is in the first. The others are of masked values, made by trained arms, which see a part of the row. The values that other columns tell best come first; of more than 40, the 20 that they tell best and the 20 that they tell least. 0 is the mean's.",
    table,
  };
}
