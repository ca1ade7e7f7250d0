import { chartGrid, type LineSeries, lineChart, type Svg } from "../../report/index.js";
import type { Estimate } from "../arms/estimate.js";
import { codeArms, type Kind, kinds, sizes } from "./code-arms.js";
import { type Accuracy, type CodeScores, pixelsOf, remakingArms } from "./code-scores.js";
import { corruptions } from "./corruptions.js";

const [width, height] = [560, 380];
const accuracies = {
  probe: "linear probe of the embedding",
  codeProbe: "linear probe of the code",
  knn: "kNN of the embedding",
} as const satisfies Partial<Record<Accuracy, string>>;

const names: Readonly<Record<Kind, string>> = {
  numbers: "autoencoder, 2 to 256 numbers",
  noise: "VAE, β 0 to 16",
  sparse: "sparse, L1 and k",
  discrete: "VQ-VAE, 2 to 128 codes",
  denoising: "denoising and masked",
  labels: "supervised",
};

/** What is on the x axis of each kind. */
const units: readonly { readonly kind: Kind; readonly title: string; readonly label: string }[] = [
  { kind: "numbers", title: "Few numbers", label: "numbers of the code" },
  { kind: "noise", title: "Noise: VAE, β 0 to 16", label: "KL in bits" },
  { kind: "sparse", title: "Sparse: L1 and k", label: "active numbers" },
  { kind: "discrete", title: "Whole numbers: VQ-VAE", label: "T log2 K in bits" },
];

/**
 * Accuracy over what a code may hold, a chart a kind; untrained codes beside the trained ones. Null where no arm limits
 * its code.
 */
export function capacityPicture(scores: CodeScores, subtitle: string): Svg | null {
  const charts = units.flatMap(({ kind, title, label }) => {
    const arms = codeArms
      .flatMap((arm) => {
        const capacity = arm.kind === kind ? scores.capacity(arm) : null;
        return capacity === null || !(capacity.amount > 0)
          ? []
          : [{ name: arm.name, x: Number(capacity.amount.toPrecision(3)) }];
      })
      .sort((a, b) => a.x - b.x);
    if (arms.length === 0) return [];
    const series = Object.entries(accuracies).flatMap(([which, name]) =>
      lineOf(name, arms, (arm) => points(scores.accuracy(arm, which as Accuracy))),
    );
    const fresh = sizes.map((x) => ({ name: `untrained/${x}`, x }));
    const beside =
      kind === "numbers"
        ? lineOf("linear probe, untrained", fresh, (arm) => points(scores.accuracy(arm, "probe"))).map(
            (line) => ({
              ...line,
              dashed: true,
            }),
          )
        : [];
    return [
      lineChart({
        ...{ title, width, height, series: [...series, ...beside] },
        x: { label, scale: "log" },
        y: { label: "accuracy, held out", unit: "%" },
      }),
    ];
  });
  if (charts.length === 0) return null;
  return chartGrid({ title: "What codes may hold, and what they are worth", subtitle, columns: 2, charts });
}

const points = (found: Estimate | null) => (found === null ? null : 100 * found.mean);

/** The arms that have such a number, as a line; none where no arm has. */
function lineOf(
  name: string,
  arms: readonly { readonly name: string; readonly x: number }[],
  read: (arm: string) => number | null,
): LineSeries[] {
  const found = arms.flatMap(({ name: arm, x }) => {
    const y = read(arm);
    return y === null ? [] : [{ x, y }];
  });
  return found.length === 0 ? [] : [{ name, x: found.map(({ x }) => x), y: found.map(({ y }) => y) }];
}

/** Reconstruction error against accuracy, a line a kind of code and a mark an arm; dashed: pixels, which lose nothing. */
export function errorPicture(scores: CodeScores, subtitle: string): Svg {
  const arms = remakingArms(scores).sort((a, b) => a.error - b.error);
  const share = (value: number) => Number((100 * value).toPrecision(4));
  const ends = [0, share(arms.at(-1)?.error ?? 1)];
  const charts = (["probe", "knn"] as const).map((which) => {
    const lines = kinds.flatMap((kind) => {
      const own = arms.filter((arm) => arm.kind === kind);
      return own.length === 0
        ? []
        : [
            {
              name: names[kind],
              x: own.map(({ error }) => share(error)),
              y: own.map((arm) => 100 * arm[which].mean),
              spread: own.map((arm) => 100 * arm[which].error),
            },
          ];
    });
    const pixels = pixelsOf(scores, which);
    const level =
      pixels === null
        ? []
        : [{ name: "pixels", x: ends, y: ends.map(() => 100 * pixels.mean), dashed: true }];
    return lineChart({
      ...{ title: accuracies[which], width: 720, height: 520, series: [...lines, ...level] },
      x: { label: "error left, of the mean picture's", unit: "%" },
      y: { label: "accuracy, held out", unit: "%" },
    });
  });
  return chartGrid({ title: "A rich representation is not a copy", subtitle, columns: 2, charts });
}

/** How well the energy tells corrupted pictures, over the numbers of the code. */
export function energyPicture(scores: CodeScores, subtitle: string): Svg {
  const arms = sizes.map((x) => ({ name: `numbers/${x}`, x }));
  const series = corruptions.flatMap((kind) =>
    lineOf(kind, arms, (arm) => scores.mean(arm, ({ auroc }) => auroc[kind])),
  );
  return lineChart({
    ...{ title: "Reconstruction error as an energy", subtitle, series, width: 720, height: 460 },
    x: { label: "numbers of the autoencoder's code", scale: "log" },
    y: { label: "AUROC, clean against corrupted" },
  });
}
